import type { DecisionDeclaration } from '@flow-trail/contracts';
import type { Evidence } from './part.js';
import { isId, isNumber, list, nameRank } from './names.js';
import type { Column, Table } from './table.js';
import { among, bounds, distinct, everyValue, present } from './table.js';

export interface Ranks {
  column: Column;
  /** The column within whose values ranks count, when they begin again in each. */
  group: Column | null;
  declares: Pick<DecisionDeclaration, 'rank' | 'group'>;
  evidence: Evidence[];
}

const rankNames = ['rank', 'ranking', 'place', 'position', 'ordinal', 'standing'];
const groupNames = list(`
  slot, group, query, query id, bucket, cluster, page, section, auction, partition, shard, category,
  segment`);

/** Finds ranks that count 1, 2, … over all records or within each group. */
export function findRanks(table: Table): Ranks | null {
  const named = table.columns.filter(
    (column) =>
      column.depth <= bounds.said &&
      nameRank(column.words, rankNames) >= 0 &&
      everyValue(column, (value) => isNumber(value) && Number.isInteger(value) && value >= 1),
  );
  const sorted = named.toSorted((left, right) => worth(left) - worth(right));
  for (const column of sorted) {
    const ranks = asWhole(table, column) ?? asGroups(table, column);
    if (ranks) return ranks;
  }
  return null;
}

const worth = ({ words, depth }: Column): number =>
  nameRank(words, rankNames) + 10 * (depth - 1) + (words.length > 1 ? 2 : 0);

function asWhole(table: Table, column: Column): Ranks | null {
  const ranks = column.values.filter(isNumber).sort((left, right) => left - right);
  const [best = 0, worst = 0] = [ranks[0], ranks.at(-1)];
  const isPlain = ranks.every((rank, index) => rank === best + index);
  const isTied = best === 1 && ranks.every((rank, index) => rank === index + 1 || rank === ranks[index - 1]);
  const isSampled = table.rows < table.size && distinct(column) === ranks.length && worst <= table.size;
  if (!isPlain && !isTied && !isSampled) return null;
  const ties = isPlain || isSampled ? '' : ', equal ones tied';
  const because = `${column.path}: whole numbers ${best} to ${worst}${ties} in ${among(table, present(column))}`;
  return { column, group: null, declares: { rank: column.path }, evidence: [{ part: 'rank', because }] };
}

function asGroups(table: Table, column: Column): Ranks | null {
  if (table.rows < table.size) return null;
  const groups = table.columns
    .filter((group) => group !== column && everyValue(group, isId) && distinct(group) > 1)
    .filter((group) => distinct(group) < present(column) && ranksBeginAgain(column, group))
    .toSorted((left, right) => groupWorth(left) - groupWorth(right));
  const [group] = groups;
  if (!group || (nameRank(group.words, groupNames) < 0 && groups.length > 1)) return null;
  const because = `${column.path}: counts from 1 again in each of ${distinct(group)} values of ${group.path}`;
  return {
    column,
    group,
    declares: { rank: column.path, group: group.path },
    evidence: [
      { part: 'rank', because },
      { part: 'group', because: `${group.path}: ${distinct(group)} groups, within which ${column.path} has no gap` },
    ],
  };
}

function groupWorth({ words, depth }: Column): number {
  const named = nameRank(words, groupNames);
  return (named < 0 ? 100 : named) + 10 * depth;
}

function ranksBeginAgain(column: Column, group: Column): boolean {
  const ranks = new Map<unknown, number[]>();
  for (const [row, rank] of column.values.entries()) {
    if (!isNumber(rank)) continue;
    const value = group.values[row];
    ranks.set(value, [...(ranks.get(value) ?? []), rank]);
  }
  return [...ranks.values()].every((each) =>
    each.sort((left, right) => left - right).every((rank, index) => rank === index + 1),
  );
}
