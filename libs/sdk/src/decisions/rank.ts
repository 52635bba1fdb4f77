import { readOptions } from '../option-checks.js';
import type { Decided, Described } from './described.js';
import { describe, partsOf } from './described.js';
import { before } from './item-options.js';
import type { ItemOptions, Read } from './item-options.js';
import { readerOf } from './path.js';

/** How items are put in order: by `score`, or by the sum or product of `contributions`. Items without a number come last. */
export interface RankOptions<T> extends Omit<ItemOptions<T>, 'rank'> {
  /** How many are kept, of each group where there are groups. Default: all. */
  limit?: number;
}

type Ranking<T> = Pick<RankOptions<T>, 'score' | 'combineContributions' | 'group'> &
  Required<Pick<RankOptions<T>, 'order' | 'limit'>> & {
    contributions: Read<T, Record<string, number> | undefined> | undefined;
  };

interface Ranked<T> {
  item: T;
  score: number | undefined;
  group: unknown;
  rank: number;
}

/** The kept items, the best first; equal ones in the order in which they came. */
export function rankItems<T>(items: readonly T[], options: RankOptions<T>): Decided<T[]> {
  const ranking = readOptions('rank', () => rankingOf(options));
  const ranked = inOrder(items, ranking);
  const kept = ranked.filter(({ rank }) => rank <= ranking.limit);
  return { result: kept.map(({ item }) => item), describe: () => describeRanking(ranked, before(ranking, options)) };
}

/** The words that decide, each asked for once. */
function rankingOf<T>({
  score,
  contributions,
  combineContributions,
  group,
  order = 'desc',
  limit = Infinity,
}: RankOptions<T>): Ranking<T> {
  return { score, contributions: partsOf(contributions), combineContributions, group, order, limit };
}

function inOrder<T>(items: readonly T[], ranking: Ranking<T>): Ranked<T>[] {
  const score = scorer(ranking);
  const group = readerOf(ranking.group);
  const sign = ranking.order === 'asc' ? 1 : -1;
  const ranked = items.map((item) => ({ item, score: numberOr(score(item)), group: group(item), rank: 0 }));
  ranked.sort((a, b) => {
    if (a.score === undefined || b.score === undefined)
      return Number(a.score === undefined) - Number(b.score === undefined);
    return sign * (a.score - b.score);
  });
  const counts = new Map<unknown, number>();
  for (const row of ranked) {
    row.rank = (counts.get(row.group) ?? 0) + 1;
    counts.set(row.group, row.rank);
  }
  return ranked;
}

function scorer<T>({ score, contributions, combineContributions }: Ranking<T>): (item: T) => unknown {
  if (score !== undefined) return readerOf(score);
  const parts = readerOf(contributions);
  const combined = (a: number, b: number) => (combineContributions === 'product' ? a * b : a + b);
  return (item) => {
    const values = Object.values(parts(item) ?? {});
    return values.length === 0 ? undefined : values.reduce(combined);
  };
}

function numberOr(score: unknown): number | undefined {
  return typeof score === 'number' && !Number.isNaN(score) ? score : undefined;
}

function describeRanking<T>(ranked: readonly Ranked<T>[], options: RankOptions<T> & Ranking<T>): Described {
  const { limit, order } = options;
  const scores = ranked.map(({ score }) => score);
  const ranks = ranked.map((row) => row.rank);
  const outcomes = ranks.map((place) => (place <= limit ? 'kept' : 'dropped'));
  const items = ranked.map(({ item }) => item);
  return describe(items, options, outcomes, (table) => {
    const score = table.place(scores, options.score, 'score');
    const rank = table.add('rank', ranks);
    // Where the ranking was cut is a rule like any other: a threshold that can be moved.
    const rules = limit === Infinity ? undefined : { limit: { actual: rank, op: '<=', threshold: limit } as const };
    return { score, rank, order, rules };
  });
}
