// A program of its own: how long a host's runs take, with the SDK or without. A run waits for a model, as such hosts do.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { counters, createFlow, type Step } from '@flow-trail/sdk';
import { itemsOf, passes, rules, type Item } from './items.js';
import { say } from './measured.js';
import { median } from '../report/result.js';

/** What this program says. */
export interface Hosted {
  milliseconds: number;
  /** Greatest delay of the event loop in a run, and that which 99 of 100 are below, in milliseconds; medians of the runs. */
  longestDelay: number;
  usualDelay: number;
  results: number;
  /** Flows that were neither delivered nor counted as dropped when the runs were over. */
  unaccounted: number;
}

const [url = '', runs = '12'] = process.argv.slice(2);
const items = itemsOf(1000);
/** A fast one. */
const millisecondsOfModel = 50;
const score = async ({ rating, votes }: Item): Promise<number> => {
  await wait(millisecondsOfModel);
  return rating * Math.log(votes);
};
const best = (scores: readonly number[]): number => Math.round(Math.max(...scores));

async function plain(): Promise<number> {
  const kept = items.filter(passes).slice(0, 24);
  const scores: number[] = [];
  const waiting = kept.values();
  const work = async () => {
    for (const item of waiting) scores.push(await score(item));
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return best(scores);
}

function recorded(): Promise<number> {
  const flow = createFlow('host', { endpoint: url, timeoutMs: 1000 });
  const filter = (step: Step) => step.filter('kept', items, { candidate: 'id', rules }).slice(0, 24);
  return flow.run(async () => {
    const kept = flow.step('filter', filter);
    const { kept: judged } = await flow.step('judge', (step) =>
      step.judge('scores', kept, score, { candidate: 'id', score: 'answer' }),
    );
    return best(judged.map(({ answer }) => answer));
  });
}

let results = 0;
const run = url === '' ? plain : recorded;
for (let count = 0; count < 3; count++) results += await run();
const delays = monitorEventLoopDelay({ resolution: 1 });
const [times, longest, usual]: [number[], number[], number[]] = [[], [], []];
for (let count = 0; count < Number(runs); count++) {
  delays.reset();
  delays.enable();
  const start = performance.now();
  results += await run();
  times.push(performance.now() - start);
  delays.disable();
  longest.push(delays.max / 1e6);
  usual.push(delays.percentile(99) / 1e6);
}
const { captured, accepted, pending, dropped } = counters().flows;
const known = Object.values(dropped).reduce((sum, count) => sum + count, accepted + pending);
say({
  milliseconds: times.reduce((sum, time) => sum + time, 0) / times.length,
  longestDelay: median(longest),
  usualDelay: median(usual),
  results,
  unaccounted: captured - known,
} satisfies Hosted);
