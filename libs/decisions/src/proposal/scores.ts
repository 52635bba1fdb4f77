import type { DecisionDeclaration, Outcome } from '@flow-trail/contracts';
import type { Evidence } from './part.js';
import { isNumber, list, nameRank } from './names.js';
import type { Ranks } from './ranks.js';
import type { Column, Table } from './table.js';
import { among, bounds, distinct, everyValue, present } from './table.js';

/** How a number orders the records: by what, how well, and which way. */
export interface Scores {
  column: Column;
  declares: Pick<DecisionDeclaration, 'score' | 'order'>;
  evidence: Evidence[];
}

const scoreNames = list(`
  score, total score, final score, overall score, combined score, relevance, similarity, match,
  distance, bid`);
/** Names that are scores in one program and mere facts in another: ranks or outcomes must follow from them. */
const doubtfulNames = list(`
  confidence, probability, points, fitness, utility, value, votes, weight, cost, loss, penalty,
  perplexity, risk, priority`);
const smallerIsBetter: ReadonlySet<string> = new Set(
  list('distance, cost, loss, penalty, perplexity, risk, error, fraud'),
);

/** What is known of the records before their score. */
interface Surroundings {
  ranks: Ranks | null;
  fates: readonly (Outcome | null)[] | null;
  /** A column that already means something else. */
  taken: Column | null;
}

interface ScoreReading extends Scores {
  worth: number;
}

/** Finds the score: by its name, and by what the ranks and outcomes say of it. */
export function findScores(table: Table, surroundings: Surroundings): Scores | null {
  const { ranks, taken } = surroundings;
  const readings = table.columns.flatMap((column) => {
    if (column.depth > bounds.said || column === ranks?.column || column === taken || !everyValue(column, isNumber))
      return [];
    return readScore(table, column, surroundings) ?? [];
  });
  return readings.toSorted((left, right) => right.worth - left.worth)[0] ?? null;
}

function readScore(table: Table, column: Column, { ranks, fates }: Surroundings): ScoreReading | null {
  const named = nameRank(column.words, scoreNames);
  const byRank = ranks && orderByRank(column, ranks);
  const byFate = fates && orderByFate(column, fates, named < 0 ? 3 : 1);
  if (present(column) < 0.1 * table.rows || (ranks && !byRank && distinct(column) > 1)) return null;
  if (named < 0 && !supports(column, byRank, byFate)) return null;
  const order = byRank || byFate || (column.words.some((word) => smallerIsBetter.has(word)) ? 'asc' : 'desc');
  const worth = (byRank ? 100 : 0) + (byFate ? 60 : 0) + (named < 0 ? 0 : 50 - named) - 20 * (column.depth - 1);
  const evidence: Evidence[] = [{ part: 'score', because: describe(table, column, { ranks, byRank, byFate, order }) }];
  if (order === 'asc') evidence.push({ part: 'order', because: `the smallest ${column.path} is the best` });
  return { column, declares: { score: column.path, ...(order === 'asc' && { order }) }, evidence, worth };
}

/** Without a name that says score, ranks must follow from it, or under a doubtful name the outcomes. */
function supports(column: Column, byRank: Order | null, byFate: Order | null): boolean {
  const isDoubtful = nameRank(column.words, doubtfulNames) >= 0;
  return (
    column.depth === 1 &&
    ((byRank !== null && distinct(column) >= (isDoubtful ? 3 : 8)) || (isDoubtful && byFate !== null))
  );
}

interface Ordered {
  ranks: Ranks | null;
  byRank: Order | null;
  byFate: Order | null;
  order: Order;
}

function describe(table: Table, column: Column, { ranks, byRank, byFate, order }: Ordered): string {
  const numbers = `${column.path}: a number in ${among(table, present(column))}`;
  if (ranks && byRank)
    return `${numbers}; ${ranks.column.path} 1 has the ${order === 'desc' ? 'greatest' : 'smallest'}, and so on down`;
  if (byFate)
    return `${numbers}; every kept record has a ${order === 'desc' ? 'greater' : 'smaller'} one than every dropped record`;
  return numbers;
}

type Order = 'asc' | 'desc';

/** Which way a column runs along the ranks of each group; null when it does neither. */
function orderByRank(column: Column, { column: rank, group }: Ranks): Order | null {
  const rows = column.values
    .map((value, row) => ({ value, rank: rank.values[row], group: group?.values[row] }))
    .filter(
      (each): each is { value: number; rank: number; group: typeof each.group } =>
        isNumber(each.value) && isNumber(each.rank),
    )
    .sort((left, right) => left.rank - right.rank);
  const last = new Map<unknown, number>();
  let [rises, falls] = [0, 0];
  for (const { value, group: of } of rows) {
    const before = last.get(of) ?? value;
    if (value > before) rises += 1;
    if (value < before) falls += 1;
    last.set(of, value);
  }
  if (rises > 0 === falls > 0) return null;
  return rises > 0 ? 'asc' : 'desc';
}

/** Which side of the dropped the kept are on, when one number parts them; at least so many of each, and four in all. */
function orderByFate(column: Column, fates: readonly (Outcome | null)[], least: number): Order | null {
  const of = (fate: Outcome): number[] =>
    column.values.filter((value, row): value is number => fates[row] === fate && isNumber(value));
  const [kept, dropped] = [of('kept'), of('dropped')];
  if (Math.min(kept.length, dropped.length) < least || kept.length + dropped.length < 4) return null;
  if (Math.min(...kept) > Math.max(...dropped)) return 'desc';
  return Math.max(...kept) < Math.min(...dropped) ? 'asc' : null;
}
