import type { RuleOperator } from '@flow-trail/contracts';
import { comparable, comparisonOf } from './comparison.js';
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

/** A rule with what it said of each item so far. Undefined: it was not asked. */
export interface AskedRule<T> {
  name: string;
  rule: Rule<T>;
  /** Remembers and returns whether the item at this place passed. */
  ask: (item: T, at: number) => boolean | null;
  passed: (boolean | null | undefined)[];
  /** Of data: the values compared; empty where the records have them anyway, and of functions. */
  actuals: unknown[];
  /** Whether each value that a function read was the item's own member of the rule's name: then the records have it already. */
  isOwnMember: boolean;
  /** Whether a value was compared that a record shows as a marker. */
  isRecordedOtherwise: boolean;
  /** Of functions: what they said, where it was more than a word; else empty. */
  stated: (StatedVerdict | undefined)[];
}

/** `isFlat`: the items are records as they are, and so whatever a path leads to is recorded. */
export function askedRules<T>(
  rules: { readonly [name: string]: Rule<T> } | undefined,
  count: number,
  isFlat = false,
): AskedRule<T>[] {
  return Object.entries(rules ?? {})
    .filter(([, rule]) => isRule(rule))
    .map(([name, rule]) => {
      const isRead = isData(rule) && typeof rule.actual === 'function';
      const asked: AskedRule<T> = {
        name,
        rule,
        ask: () => null,
        passed: column(count),
        actuals: column(isData(rule) && (isRead || !isFlat) ? count : 0),
        stated: column(isData(rule) ? 0 : count),
        isOwnMember: count > 0 && isRead,
        isRecordedOtherwise: false,
      };
      asked.ask = isData(rule) ? askData(rule, asked, isFlat) : askFunction(rule, asked);
      return asked;
    });
}

// Filled, because map() leaves holes out.
const column = <V>(count: number): (V | undefined)[] => new Array<V | undefined>(count).fill(undefined);

export function isData<T>(rule: Rule<T>): rule is DataRule<T> {
  return typeof rule === 'object';
}

function isRule(rule: unknown): boolean {
  return typeof rule === 'function' || (typeof rule === 'object' && rule !== null);
}

function askData<T>(
  { actual, op, threshold, missing }: DataRule<T>,
  asked: AskedRule<T>,
  isFlat: boolean,
): AskedRule<T>['ask'] {
  const read = readerOf(actual, isFlat);
  const passes = comparisonOf(op, threshold);
  const { name, passed, actuals } = asked;
  const isKept = actuals.length > 0;
  const withoutValue = missing === 'keep' ? true : missing === 'drop' ? false : null;
  return (item, at) => {
    const found = read(item);
    if (typeof found === 'bigint') asked.isRecordedOtherwise = true;
    passed[at] = null;
    try {
      const value = comparable(found);
      passed[at] = value === undefined || value === null ? withoutValue : passes(value);
      if (isKept) actuals[at] = value;
      if (asked.isOwnMember) asked.isOwnMember = (item as Record<string, unknown>)[name] === value;
    } catch {
      // What cannot be looked at, such as a proxy that throws, is not compared.
      asked.isOwnMember = false;
    }
    return passed[at];
  };
}

function askFunction<T>(rule: Exclude<Rule<T>, DataRule<T>>, asked: AskedRule<T>): AskedRule<T>['ask'] {
  return (item, at) => {
    const said = rule(item);
    const isStated = typeof said === 'object' && said !== null;
    if (isStated) asked.stated[at] = said;
    const passed: unknown = isStated ? said.passed : said;
    return (asked.passed[at] = passed === null || passed === undefined ? null : Boolean(passed));
  };
}

/** How many rules an item must pass to survive. */
export type Combine = 'all' | 'any' | { atLeast: number };

/** How many rules must pass, and whether all are asked. */
export interface Combining {
  combine?: Combine;
  stopAtFirst?: boolean;
}

/** Asks the rules of one item; whether it survives them. */
export function survivalOf<T>(
  rules: readonly AskedRule<T>[],
  { combine: given, stopAtFirst }: Combining,
): (item: T, at: number) => boolean {
  const asks = rules.map(({ ask }) => ask);
  const combine = given ?? 'all';
  const isOver = stopAtFirst && combine === 'all';
  const least = combine === 'any' ? 1 : combine === 'all' ? 0 : combine.atLeast;
  return (item, at) => {
    let passed = 0;
    let failed = 0;
    for (const ask of asks) {
      const verdict = ask(item, at);
      if (verdict) passed += 1;
      else if (verdict === false) failed += 1;
      if (isOver && failed > 0) return false;
    }
    return combine === 'all' ? failed === 0 : passed >= least;
  };
}
