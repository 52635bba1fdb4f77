import type { DecisionDeclaration } from '@flow-trail/contracts';
import { isId, isNumber, list, nameRank, quoted } from './names.js';
import type { Evidence } from './part.js';
import type { Column, Table } from './table.js';
import { among, distinct, everyValue, present } from './table.js';

/** Who the records are about. */
export interface Identity {
  columns: readonly Column[];
  declares: Pick<DecisionDeclaration, 'candidate' | 'kind' | 'label'>;
  evidence: Evidence[];
  /** Whether a name says that it is an id; a mere unique text is a weaker one. */
  isNamed: boolean;
}

const idNames = list('id, uuid, guid, asin, sku, isbn, doi, vin, key, identifier, candidate, slug, url, uri, link');
const weakNames = list('name, title, text, label, code, symbol, path, file, filename, email, domain');
const labelNames = list('title, name, label, headline, display name, caption, subject, summary');
/** Ids of something else than the record. */
const foreign =
  /^(parent|duplicate|lost|source|ref|reference|replaced|superseded|beaten|merged|derived|chunk of|made|trace|span|session|request|run|batch)\b/;
/** Named kinds of ids that say what they name without a word for it. */
const kindOfId: ReadonlyMap<string, string> = new Map([
  ['asin', 'product'],
  ['sku', 'product'],
  ['isbn', 'book'],
  ['vin', 'vehicle'],
]);

/** Finds the id, or the pair of ids, that tells the records apart; null when nothing does. */
export function findIdentity(table: Table, known: ReadonlySet<string | number>): Identity | null {
  const ids = table.columns.filter((column) => isIdColumn(column, table));
  const single = ids.filter((column) => isUnique(column, table) || isNearlyUnique(column, table));
  const best = single.toSorted((left, right) => worth(right, known) - worth(left, known))[0];
  if (best && namedAs(best) >= 0) return identity(table, [best]);
  const pair = findPair(table, ids);
  if (pair) return identity(table, pair);
  return best ? identity(table, [best]) : null;
}

/** The column that comes nearest to an id, in words, for data that has none. */
export function nearestToId(table: Table): string | null {
  const strings = table.columns.filter((column) => column.depth === 1 && everyValue(column, isId));
  const best = strings.toSorted((left, right) => distinct(right) - distinct(left))[0];
  return best ? `${best.path} has ${distinct(best)} different values in ${among(table, present(best))}` : null;
}

function isIdColumn(column: Column, { rows }: Table): boolean {
  if (present(column) < rows || foreign.test(column.words.join(' '))) return false;
  if (!everyValue(column, (value) => isId(value) && (!isNumber(value) || Number.isInteger(value)))) return false;
  if (namedAs(column) >= 0) return true;
  return nameRank(column.words, weakNames) >= 0 && everyValue(column, (value) => String(value).length <= 200);
}

const namedAs = ({ words }: Column): number => nameRank(words, idNames);
const isUnique = (column: Column, { rows }: Table): boolean => distinct(column) === rows;

/** Records may repeat a candidate, but then its name must say that it is the id. */
function isNearlyUnique(column: Column, { rows }: Table): boolean {
  return column.words.length === 1 && namedAs(column) >= 0 && distinct(column) >= 0.5 * rows;
}

/** Ids that earlier decisions kept count most, then a name that is nothing but an id, then how near it is to the top. */
function worth(column: Column, known: ReadonlySet<string | number>): number {
  const meets = column.values.filter((value) => isId(value) && known.has(value)).length / column.values.length;
  const named = namedAs(column);
  const byName = named >= 0 ? 40 - named : 10 - nameRank(column.words, weakNames) * 0.5;
  const isWhole = column.words.length === 1 ? 5 : 0;
  return (meets > 0.5 ? 100 : 0) + byName + isWhole - 15 * (column.depth - 1);
}

function findPair(table: Table, ids: readonly Column[]): Column[] | null {
  const named = ids
    .filter((column) => namedAs(column) >= 0 && column.words.length > 1 && distinct(column) > 1)
    .slice(0, 6);
  for (const [index, first] of named.entries()) {
    for (const second of named.slice(index + 1)) {
      if (distinctPairs(first, second) === table.rows) return [first, second];
    }
  }
  return null;
}

function distinctPairs(first: Column, second: Column): number {
  return new Set(first.values.map((value, row) => JSON.stringify([value, second.values[row]]))).size;
}

function identity(table: Table, columns: readonly Column[]): Identity {
  const [first] = columns as [Column];
  const paths = columns.map(({ path }) => path);
  const candidate = columns.length === 1 ? first.path : paths;
  const isNamed = namedAs(first) >= 0;
  const evidence: Evidence[] = [{ part: 'candidate', because: describe(table, columns, isNamed) }];
  const declares: Identity['declares'] = { candidate };
  const kind = columns.length === 1 ? kindOf(first) : null;
  if (kind !== null) {
    declares.kind = kind;
    evidence.push({ part: 'kind', because: `${first.path}: its name says that it names a ${kind}` });
  }
  const label = findLabel(table, columns);
  if (label) {
    declares.label = label.path;
    evidence.push({
      part: 'label',
      because: `${label.path}: a name for people in ${among(table, present(label))}, such as ${quoted(label.values.find(isId))}`,
    });
  }
  return { columns, declares, evidence, isNamed };
}

function describe(table: Table, columns: readonly Column[], isNamed: boolean): string {
  const [first] = columns as [Column];
  if (columns.length > 1) {
    return `${columns.map(({ path }) => path).join(' and ')}: together different in ${among(table, table.rows)}, alone not`;
  }
  const different = distinct(first);
  const unique =
    different === table.rows
      ? `unique in ${among(table, table.rows)}`
      : `${different} different ids in ${among(table, table.rows)}, so records repeat a candidate`;
  return `${first.path}: ${unique}${isNamed ? '' : ', and no path is named as an id'}`;
}

/** `film_id` names films; `asin` names products whatever it stands beside. */
function kindOf({ words }: Column): string | null {
  const last = words.at(-1) ?? '';
  const known = kindOfId.get(last);
  if (known !== undefined) return known;
  const before = words.slice(0, -1).join(' ');
  return ['id', 'uuid', 'key'].includes(last) &&
    before !== '' &&
    !['candidate', 'item', 'record', 'row', 'external', 'unique'].includes(before)
    ? before
    : null;
}

function findLabel(table: Table, ids: readonly Column[]): Column | null {
  const named = table.columns.filter(
    (column) =>
      !ids.includes(column) &&
      nameRank(column.words, labelNames) >= 0 &&
      present(column) >= 0.5 * table.rows &&
      everyValue(column, (value) => typeof value === 'string' && value.length <= 500),
  );
  const rank = ({ words, depth }: Column): number =>
    nameRank(words, labelNames) + 20 * (depth - 1) + (words.length > 1 ? 5 : 0);
  const best = named.toSorted((left, right) => rank(left) - rank(right))[0];
  return best && distinct(best) > 0.5 * present(best) ? best : null;
}
