import type { Outcome } from '@flow-trail/contracts';
import { list, wordsOf } from './names.js';

/** What a boolean is called that is true for the kept. */
export const keptFlags = list(`
  kept, keep, selected, chosen, picked, used, qualified, qualifies, passed, pass, passes, survived, accepted,
  approved, included, shortlisted, eligible, won, winner, allowed, is match, relevant, is competitor,
  matched, retained, admitted`);
/** What a boolean is called that is true for the dropped. */
export const droppedFlags = list(`
  dropped, rejected, excluded, disqualified, filtered out, filtered, removed, eliminated, declined,
  denied, blocked, discarded, pruned, suppressed, is duplicate, flagged, is fraud, is spam`);
const keptWords = list(`
  select, accept, approve, include, allow, admit, yes, win, in, ok, success, succeeded, valid, match, hit`);
const droppedWords = list(`
  drop, reject, exclude, remove, decline, deny, block, discard, prune, no, out, lost, lose, loser, fail, failed,
  irrelevant, not relevant, not selected, unqualified, not qualified, ineligible, invalid, cut, duplicate, not kept, miss`);
const meanings: readonly [Outcome, readonly string[]][] = [
  ['kept', [...keptFlags, ...keptWords]],
  ['dropped', [...droppedFlags, ...droppedWords]],
  ['error', list('error, errored, exception, timeout, timed out, crashed, failure')],
  ['skipped', list('skipped, skip, not evaluated, unevaluated, not judged, not run, pending, deferred, ignored')],
];
const meaningOf: ReadonlyMap<string, Outcome> = new Map(
  meanings.flatMap(([outcome, words]) => words.map((word) => [word, outcome] as const)),
);

/** `NOT_SELECTED`, `Not selected` and `notSelected` mean the same. */
export function meaning(word: string): Outcome | null {
  return meaningOf.get(wordsOf(word).join(' ')) ?? null;
}
