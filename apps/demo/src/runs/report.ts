import { after, before } from '../releases.js';
import { counted } from '../wording.js';
import type { SentRun } from './send-runs.js';

export interface Occasion {
  url: string;
  seed: number;
  runs: number;
  films: number;
  judge: string;
}

export function opening({ url, seed, runs, films, judge }: Occasion): string {
  return `Movie night: ${runs} runs on ${counted(films)} films, sent to ${url} (seed ${seed}, judge: ${judge})\n`;
}

/** Number, release, status and URL have one width each, so the answers stand below each other. */
export function line({ run, night }: SentRun): string {
  const sent = night.receipt.status === 'accepted' ? night.receipt.url : 'not sent';
  return [String(run.number).padStart(3), run.release.version, night.status.padEnd(9), sent, night.reason].join('  ');
}

export function closing({ url, seed, runs, judge }: Occasion, sent: readonly SentRun[], seconds: number): string {
  const failed = sent.filter(({ night }) => night.status === 'failed').length;
  return [
    '',
    `${sent.length - failed} runs found a film, ${failed} failed, in ${seconds.toFixed(1)} s.`,
    ...comparison(sent),
    `Look at them: ${url.replace(/\/+$/, '')}/flows`,
    `${judge === 'simulated' ? 'The same choices' : 'The same requests and draws, and a judge asked anew'}: --seed ${seed} --runs ${runs}`,
  ].join('\n');
}

/** Pairs that share request and chance, and differ by release. */
function comparison(sent: readonly SentRun[]): string[] {
  const [older, newer] = [before, after].map(({ version }) =>
    sent.filter(({ run }) => run.release.version === version),
  );
  const pairs = (newer ?? []).map((second, index) => ({ first: older?.[index], second }));
  if (pairs.length === 0) return [];
  const changed = pairs.filter(({ first, second }) => answerOf(first) !== answerOf(second)).length;
  const moved = `${before.version} asks for ${counted(before.config.votesMinimum)} votes, ${after.version} for ${counted(after.config.votesMinimum)}`;
  return [`${moved}: ${changed} of ${pairs.length} requests ended differently.`];
}

function answerOf(sent: SentRun | undefined): string {
  return JSON.stringify(sent ? [sent.night.status, idOf(sent.night.output)] : null);
}

function idOf(output: SentRun['night']['output']): unknown {
  return typeof output === 'object' && output !== null && 'id' in output ? output.id : null;
}
