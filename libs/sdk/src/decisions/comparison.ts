import type { RuleOperator } from '@flow-trail/contracts';

/** Whether a value passes; null when it cannot be compared with the threshold, such as a text with a number. */
export type Comparison = (actual: unknown) => boolean | null;

/** What `actual op threshold` means. An operator or threshold that means nothing evaluates nothing. */
export function comparisonOf(op: RuleOperator, threshold: unknown): Comparison {
  const limit = comparable(threshold);
  switch (op) {
    case '=':
      return (actual) => identityOf(actual) === identityOf(limit);
    case '!=':
      return (actual) => identityOf(actual) !== identityOf(limit);
    case '<':
      return ordered(limit, (value, other) => value < other);
    case '<=':
      return ordered(limit, (value, other) => value <= other);
    case '>':
      return ordered(limit, (value, other) => value > other);
    case '>=':
      return ordered(limit, (value, other) => value >= other);
    case 'between':
      return between(limit);
    case 'in':
    case 'notIn':
      return membership(limit, op === 'in');
    default:
      return () => null;
  }
}

/** Numbers with numbers, and texts with texts, by their characters, as dates in ISO 8601 are ordered. */
function ordered(limit: unknown, passes: (value: number, limit: number) => boolean): Comparison {
  const type = typeof limit;
  if (type !== 'number' && type !== 'string') return () => null;
  return (actual) => (typeof actual === type ? passes(actual as number, limit as number) : null);
}

function between(limits: unknown): Comparison {
  const [least, greatest] = Array.isArray(limits) ? limits.map(comparable) : [];
  const [isEnough, isNotTooMuch] = [comparisonOf('>=', least), comparisonOf('<=', greatest)];
  return (actual) => {
    const [fromLeast, fromGreatest] = [isEnough(actual), isNotTooMuch(actual)];
    return fromLeast === null || fromGreatest === null ? null : fromLeast && fromGreatest;
  };
}

/** A list of values, such as the genres of a film, is in when one of them is. */
function membership(list: unknown, expected: boolean): Comparison {
  if (!Array.isArray(list)) return () => null;
  const members = new Set(list.map(identityOf));
  return (actual) => {
    const isIn = Array.isArray(actual)
      ? actual.some((value) => members.has(identityOf(value)))
      : members.has(identityOf(actual));
    return isIn === expected;
  };
}

/** Equal for what is recorded equally; numbers and texts are different. */
function identityOf(value: unknown): unknown {
  const known = comparable(value);
  return typeof known === 'object' && known !== null ? JSON.stringify(known) : known;
}

/** As it will be read from the record: a date is its text, a BigInt the number that it is. */
export function comparable(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  return typeof value === 'number' && Number.isNaN(value) ? undefined : value;
}
