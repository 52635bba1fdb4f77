import { readOptions } from '../option-checks.js';
import { assess } from './assess.js';
import type { Assessment } from './assess.js';
import type { ItemOptions, Read } from './item-options.js';
import { askedRules } from './rules.js';
import type { Asked, Combine, Rule } from './rules.js';

/** An item with what the judge said of it. */
export interface Judged<T, V> {
  item: T;
  answer: V;
}

/** How items are judged, and which are kept. `rules`, `score`, `reason` and `contributions` read the item with its answer. */
export interface JudgeOptions<T, V> extends Omit<ItemOptions<T>, 'score' | 'reason' | 'contributions'> {
  /** Which judged items are kept, such as `{ relevance: { actual: 'answer.relevance', op: '>=', threshold: 0.6 } }`. Default: all. */
  rules?: { readonly [name: string]: Rule<Judged<T, V>> };
  /** How many rules an item must pass. Default `all`. */
  combine?: Combine;
  /** Such as `answer.relevance`. Default none. */
  score?: Read<Judged<T, V>, number | undefined>;
  /** Why, in the judge's words. Default: what the rules say. */
  reason?: Read<Judged<T, V>, string | undefined>;
  /** Named parts of the score. Default none. */
  contributions?: Read<Judged<T, V>, Record<string, number> | undefined>;
  /** How many items are judged; those after them are skipped. Default: all. */
  limit?: number;
  /** How many are judged at the same time. Default 8. */
  concurrency?: number;
  /** How often one item is tried while the judge throws. Default 1. */
  tries?: number;
}

/** What came of all items; each list in the order of the items. */
export interface Judgement<T, V> {
  kept: Judged<T, V>[];
  dropped: Judged<T, V>[];
  /** The judge threw in every try; the error is the last one. */
  errors: { item: T; error: unknown }[];
  /** Those after the limit. */
  skipped: T[];
}

/** Asked about one item; `attempt` is 1, 2, … when it is tried again. */
export type Judge<T, V> = (item: T, attempt: number) => V | PromiseLike<V>;

/** What came of judging, and all that its description says. */
export interface Assessed<T, V> {
  result: Judgement<T, V>;
  items: readonly T[];
  /** Of the first items; the others were skipped. */
  assessments: readonly Assessment<T, V>[];
  asked: Asked<Judged<T, V>>;
  limit: number;
  /** Undefined from the item on whose rule threw. */
  outcomes: readonly (string | undefined)[];
  failure?: { thrown: unknown };
}

/** What the judge throws is kept, item by item; what a rule throws is a failure of the pipeline. */
export async function judgeItems<T, V>(
  items: readonly T[],
  judge: Judge<T, V>,
  options: JudgeOptions<T, V>,
): Promise<Assessed<T, V>> {
  const { asked, limit, ...pace } = readOptions('judge', () => {
    const { limit = Infinity, concurrency = 8, tries = 1 } = options;
    return { asked: askedRules(options, items.length), limit, concurrency, tries };
  });
  const assessments = await assess(items.slice(0, Math.max(0, limit)), judge, pace);
  const result: Judgement<T, V> = { kept: [], dropped: [], errors: [], skipped: items.slice(assessments.length) };
  const outcomes: (string | undefined)[] = [];
  const assessed: Assessed<T, V> = { result, items, assessments, asked, limit, outcomes };
  try {
    assessments.forEach(
      (assessment, at) =>
        (outcomes[at] = sort(assessment, result, () => asked.survives(assessment as Judged<T, V>, at))),
    );
  } catch (thrown) {
    assessed.failure = { thrown };
  }
  return assessed;
}

/** Puts an assessment where it belongs; its outcome. */
function sort<T, V>(assessment: Assessment<T, V>, result: Judgement<T, V>, isKept: () => boolean): string {
  const { item } = assessment;
  if ('error' in assessment) {
    result.errors.push({ item, error: assessment.error });
    return 'error';
  }
  const outcome = isKept() ? 'kept' : 'dropped';
  result[outcome].push({ item, answer: assessment.answer });
  return outcome;
}
