import { setTimeout as sleep } from 'node:timers/promises';
import { loadFilms } from './films/load-films.js';
import type { Judge } from './judge/judge.js';
import { createChatJudge } from './judge/chat-judge.js';
import { createSimulatedJudge } from './judge/simulated-judge.js';
import type { Random } from './random.js';
import { planRuns } from './runs/plan.js';
import { closing, line, opening } from './runs/report.js';
import { sendRuns } from './runs/send-runs.js';
import { whyUnreachable } from './runs/server-check.js';
import type { Settings } from './settings.js';
import { help, readSettings } from './settings.js';

const print = (text: string): unknown => process.stdout.write(`${text}\n`);

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

async function send(settings: Settings): Promise<void> {
  const unreachable = await whyUnreachable(settings.url, fetch, AbortSignal.timeout(3000));
  if (unreachable !== null) return fail(unreachable);
  const films = loadFilms();
  const occasion = { ...settings, films: films.length, judge: settings.chat?.model ?? 'simulated' };
  print(opening(occasion));
  const startedAt = performance.now();
  const surroundings = { films, judgeFor: judgeMaker(settings), delivery: { endpoint: settings.url } };
  const sent = await sendRuns(planRuns(settings.seed, settings.runs), surroundings, (run) => print(line(run)));
  const lost = sent.at(-1)?.night.receipt;
  if (lost?.status === 'dropped')
    return fail(`\nThe server did not take this run, so the demo stops: ${lost.error?.message ?? lost.reason}`);
  print(closing(occasion, sent, (performance.now() - startedAt) / 1000));
}

function judgeMaker({ chat }: Settings): (random: Random) => Judge {
  if (chat === null) return (random) => createSimulatedJudge({ random, sleep });
  const judge = createChatJudge(chat, { fetch, deadline: (milliseconds) => AbortSignal.timeout(milliseconds) });
  return () => judge;
}

const wish = readSettings(process.argv.slice(2));
if (wish.kind === 'help') print(help);
else if (wish.kind === 'mistake') fail(wish.message);
else await send(wish.settings);
