import type { RuleOperator } from '@flow-trail/contracts';
import { comparable, comparisonOf, compare } from './comparison.js';
import type { Comparison } from './comparison.js';
import type { Read } from './item-options.js';
import { readerOf } from './path.js';

/** A rule as data: an item survives it when `actual op threshold` holds. Its threshold can be moved afterwards. */
export interface DataRule<T> {
  /** The value that is compared. */
  actual: Read<T>;
  op: RuleOperator;
  /** What it is compared with: for `between` the least and the greatest, for `in` and `notIn` a list. */
  threshold: unknown;
  /** What happens to an item without the value. Default: the rule is not evaluated. */
  missing?: 'drop' | 'keep';
}

/** What a function says of one item; `passed` means that the item survives, null that the rule was not evaluated. */
export interface StatedVerdict {
  passed: boolean | null;
  actual?: unknown;
  threshold?: unknown;
  reason?: string;
}

/** Data wherever possible; a function where no operator will do, and then no threshold of it can be moved. */
export type Rule<T> = DataRule<T> | ((item: T) => boolean | null | StatedVerdict);

/** A rule as it was read, with what it said of each item so far. Undefined: it was not asked. */
export interface AskedRule<T> extends Pick<DataRule<T>, 'actual' | 'op' | 'missing'> {
  name: string;
  /** Undefined for data. */
  ask: Exclude<Rule<T>, DataRule<T>> | undefined;
  passed: (boolean | null | undefined)[];
  /** Of data: the values compared; empty where they can be read again, and of functions. */
  actuals: unknown[];
  /** Whether each value that a function read was the item's own member of the rule's name: then the records have it already. */
  isOwnMember: boolean;
  /** Whether a value was compared that a record shows as a marker. */
  hasBigInt: boolean;
  /** Of functions: what they said, where it was more than a word. */
  stated: (StatedVerdict | undefined)[];
  /** Of data. */
  read: (item: T) => unknown;
  /** Where that reads no more than a member of a flat item: its key. */
  key: string | undefined;
  passes: Comparison;
  /** Of data: what the value is compared with. */
  limit: unknown;
}

/** Which items survive: those that pass all rules, or as many as are asked for. */
export interface Ruling<T> {
  rules?: { readonly [name: string]: Rule<T> };
  combine?: Combine;
  stopAtFirst?: boolean;
}

/** Rules that are asked of one item after the other. */
export interface Asked<T> {
  rules: readonly AskedRule<T>[];
  combine: Combine;
  /** Asks the rules of one item; whether it survives them. */
  survives: (item: T, at: number) => boolean;
}

/** Reads every word once. `isFlat`: the items are records as they are, and so whatever a path leads to can be read again. */
export function askedRules<T>(
  { rules: given, combine: howMany, stopAtFirst }: Ruling<T>,
  count: number,
  isFlat = false,
): Asked<T> {
  const rules = Object.entries(given ?? {})
    .filter(([, rule]) => Object(rule) === rule)
    .map(([name, rule]) => askedRule(name, rule, count, isFlat));
  const combine = howMany ?? 'all';
  const isOver = stopAtFirst && combine === 'all';
  const least = combine === 'any' ? 1 : combine === 'all' ? 0 : combine.atLeast;
  const survives = (item: T, at: number): boolean => {
    let passed = 0;
    let failed = 0;
    for (const rule of rules) {
      const verdict = (rule.passed[at] = rule.ask ? askFunction(rule, rule.ask, item, at) : askData(rule, item, at));
      if (verdict) passed += 1;
      else if (verdict === false) failed += 1;
      if (isOver && failed > 0) return false;
    }
    return combine === 'all' ? failed === 0 : passed >= least;
  };
  return { rules, combine, survives };
}

function askedRule<T>(name: string, rule: Rule<T>, count: number, isFlat: boolean): AskedRule<T> {
  const { actual, op, threshold, missing } = rule as DataRule<T>;
  const ask = typeof rule === 'function' ? rule : undefined;
  const isRead = !ask && typeof actual === 'function';
  const isKey = isFlat && typeof actual === 'string' && /^[^.\\]+$/.test(actual) && !(actual in Object.prototype);
  return {
    ...{ name, ask, actual, op, missing },
    passed: column(count),
    actuals: column(isRead || !(ask || isFlat) ? count : 0),
    stated: [],
    isOwnMember: count > 0 && isRead,
    hasBigInt: false,
    read: readerOf(actual, isFlat),
    key: isKey ? actual : undefined,
    passes: comparisonOf(op, threshold),
    limit: comparable(threshold),
  };
}

// Filled, because map() leaves holes out.
export const column = <V>(count: number): (V | undefined)[] => new Array<V | undefined>(count).fill(undefined);

// As little as can be: this is done for every item and rule.
function askData<T>(asked: AskedRule<T>, item: T, at: number): boolean | null {
  const { actuals, limit, key, op, missing } = asked;
  const found = key === undefined ? asked.read(item) : (item as Record<string, unknown>)[key];
  if (typeof found === 'bigint') asked.hasBigInt = true;
  try {
    const value = comparable(found);
    if (actuals.length > 0) actuals[at] = value;
    if (asked.isOwnMember) asked.isOwnMember = (item as Record<string, unknown>)[asked.name] === value;
    if (typeof limit === 'number' && typeof value === 'number') return compare(op, value, limit);
    if (value !== undefined && value !== null) return asked.passes(value);
    return missing === 'keep' ? true : missing === 'drop' ? false : null;
  } catch {
    // What cannot be looked at, such as a proxy that throws, is not compared.
    asked.isOwnMember = false;
    return null;
  }
}

function askFunction<T>(
  asked: AskedRule<T>,
  ask: NonNullable<AskedRule<T>['ask']>,
  item: T,
  at: number,
): boolean | null {
  const said = ask(item);
  const isStated = typeof said === 'object' && said !== null;
  if (isStated) asked.stated[at] = said;
  const passed: unknown = isStated ? said.passed : said;
  return passed === null || passed === undefined ? null : Boolean(passed);
}

/** How many rules an item must pass to survive. */
export type Combine = 'all' | 'any' | { atLeast: number };
