import type { Json, Outcome } from '@flow-trail/contracts';
import type { Part } from './part.js';
import { isId, list, nameRank } from './names.js';
import type { Column, Table } from './table.js';
import { bounds, everyValue, present } from './table.js';

const lostNames = list(`
  lost to, beaten by, outranked by, duplicate of, dup of, duplicate id, replaced by, superseded by,
  merged into, same as, winner, winner id, won by`);
const sourceNames = list(`
  sources, source ids, source id, source, derived from, made from, chunk of, chunks, chunk ids, merged
  from, parents, inputs, document id, doc id, parent id, parent document`);

/** The path to who beat a record: ids of other records of this list. */
export function findLostTo(table: Table, id: Column, fates: readonly (Outcome | null)[] | null): Part | null {
  if (table.rows < table.size) return null;
  const ids = new Set(id.values);
  const columns = table.columns
    .filter((column) => column !== id && column.depth <= bounds.said && nameRank(column.words, lostNames) >= 0)
    .filter((column) => everyValue(column, (value) => isId(value) && ids.has(value)))
    .filter((column) =>
      column.values.every((value, row) => !isId(value) || (value !== id.values[row] && fates?.[row] !== 'kept')),
    )
    .toSorted((left, right) => nameRank(left.words, lostNames) - nameRank(right.words, lostNames));
  const [column] = columns;
  if (!column) return null;
  const because = `${column.path}: the id of another record in ${present(column)} of ${table.rows} records, never of the record itself`;
  return { declares: { lostTo: column.path }, evidence: [{ part: 'lostTo', because }] };
}

/** The path to the ids that records were made from: ids that came in, or several ids in each record under a name that says so. */
export function findSources(table: Table, id: Column, known: ReadonlySet<string | number>): Part | null {
  const own = new Set(id.values);
  const columns = table.columns
    .filter((column) => column !== id && column.depth <= bounds.said && nameRank(column.words, sourceNames) >= 0)
    .filter(
      (column) => everyValue(column, (value) => idsOf(value) !== null) && !idsIn(column).some((each) => own.has(each)),
    );
  for (const column of columns) {
    const ids = idsIn(column);
    const met = ids.filter((each) => known.has(each)).length;
    const isList = column.values.some(Array.isArray);
    if (ids.length === 0 || (met < 0.5 * ids.length && !(known.size === 0 && isList))) continue;
    const came = known.size === 0 ? 'lists of ids' : `ids, ${met} of ${ids.length} of records that came in`;
    const because = `${column.path}: ${came} in ${present(column)} of ${table.rows} records`;
    return { declares: { sources: column.path }, evidence: [{ part: 'sources', because }] };
  }
  return null;
}

function idsOf(value: Json): (string | number)[] | null {
  if (isId(value)) return [value];
  return Array.isArray(value) && value.every(isId) ? value.filter(isId) : null;
}

function idsIn({ values }: Column): (string | number)[] {
  return values.flatMap((value) => (value === undefined || value === null ? [] : (idsOf(value) ?? []).slice(0, 100)));
}
