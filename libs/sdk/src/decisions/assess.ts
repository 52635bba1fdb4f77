import { messageOf } from '../recording/thrown.js';
import type { Judge } from './judge.js';

/** What asking about one item gave; `failures` are what was thrown, a message for each try that was lost. */
export type Assessment<T, V> = { item: T; failures: string[] } & ({ answer: V } | { error: unknown });

/** Asks about every item, so many at a time, each until it is answered or out of tries; in the order of the items. Never rejects. */
export async function assess<T, V>(
  items: readonly T[],
  judge: Judge<T, V>,
  { concurrency, tries }: { concurrency: number; tries: number },
): Promise<Assessment<T, V>[]> {
  const assessments: Assessment<T, V>[] = [];
  const waiting = items.entries();
  const work = async (): Promise<void> => {
    for (const [at, item] of waiting) assessments[at] = await assessOne(item, judge, tries);
  };
  const workers = Math.min(Math.max(concurrency, 1) || 1, items.length);
  await Promise.all(Array.from({ length: workers }, work));
  return assessments;
}

async function assessOne<T, V>(item: T, judge: Judge<T, V>, tries: number): Promise<Assessment<T, V>> {
  const failures: string[] = [];
  for (let attempt = 1; ; attempt++) {
    try {
      return { item, failures, answer: await judge(item, attempt) };
    } catch (error) {
      failures.push(messageOf(error));
      if (!(attempt < tries)) return { item, failures, error };
    }
  }
}
