import type { DecisionDeclaration, ObservationRole, Queryable } from '@flow-trail/contracts';
import type { ItemOptions, Read } from './item-options.js';
import { readerOf } from './path.js';
import { RecordTable } from './record-table.js';

/** What a helper captures. */
export interface Described {
  /** A table stands for its records: they are made when they are printed. */
  data: unknown;
  decision: DecisionDeclaration;
  queryable?: Queryable;
  role: ObservationRole;
}

/** What the pipeline gets, and what is recorded of it, made when it is captured. */
export interface Decided<R> {
  result: R;
  /** Undefined where a page has not loaded what describes it. */
  describe: (() => Described) | undefined;
  /** What the pipeline's own function threw; it is thrown on after it was recorded. */
  failure?: { thrown: unknown };
}

/** A decision about all items: the words of the options, and those that the helper adds. */
export function describe<T>(
  items: readonly T[],
  options: ItemOptions<T>,
  outcomes: readonly string[],
  words: (table: RecordTable<T>) => Partial<DecisionDeclaration>,
  areKnownFlat = false,
): Described {
  const table = new RecordTable(items, options.record, areKnownFlat);
  const added = { outcome: table.add('outcome', outcomes), ...words(table) };
  const decision = { ...declaredBy(table, options, added), ...added };
  const { queryable, role = 'output', total } = options;
  const described = { data: table, decision, queryable, role };
  if (total === undefined) return described;
  const data = { total, records: table.rows() };
  return { ...described, data, decision: { ...decision, records: 'records', total: 'total' } };
}

const readWords = ['label', 'reason', 'score', 'rank', 'chance', 'group', 'lostTo', 'sources'] as const;

/** `added`: what needs not be declared again. */
function declaredBy<T>(table: RecordTable<T>, options: ItemOptions<T>, added: object): DecisionDeclaration {
  const { candidate, kind, order, contributions, combineContributions, from } = options;
  // Array.isArray does not narrow readonly arrays.
  const ids = Array.isArray(candidate)
    ? candidate.map((read: Read<T>, at) => table.declareId(read, `candidate${at + 1}`))
    : table.declareId(candidate as Read<T>, 'candidate');
  const parts = partsOf(contributions);
  const given = readWords.flatMap((word) => {
    const read = word in added ? undefined : options[word];
    return read === undefined ? [] : [[word, table.declare(read as Read<T>, word)] as const];
  });
  return {
    candidate: ids,
    kind,
    ...Object.fromEntries(given),
    contributions: parts && table.declare(parts, 'contributions'),
    order,
    combineContributions,
    from,
  };
}

/** One way to read all parts. */
export function partsOf<T>(
  contributions: ItemOptions<T>['contributions'],
): Read<T, Record<string, number> | undefined> | undefined {
  if (!contributions || typeof contributions !== 'object') return contributions;
  const parts = Object.entries(contributions).map(([part, read]) => [part, readerOf(read)] as const);
  return (item) => Object.fromEntries(parts.map(([part, read]) => [part, read(item) as number]));
}
