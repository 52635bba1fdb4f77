import type { RuleOperator } from '@flow-trail/contracts';
import { snapshot } from '../recording/snapshot.js';

/** Characters of a list or object that are compared. */
const greatestLength = 64 * 1024;

/** Whether a value that is comparable passes; null when it cannot be compared with the threshold, such as a text with a number. */
export type Comparison = (actual: unknown) => boolean | null;

/** What `actual op threshold` means. An operator or threshold that means nothing evaluates nothing. */
export function comparisonOf(op: RuleOperator, threshold: unknown): Comparison {
  const limit = comparable(threshold) as number;
  // Numbers with numbers, and texts with texts, by their characters, as dates in ISO 8601 are ordered.
  const type = typeof limit === 'number' || typeof limit === 'string' ? typeof limit : 'none';
  const identity = identityOf(limit);
  switch (op) {
    case '=':
    case '!=':
      return (actual) => (identityOf(actual) === identity) === (op === '=');
    case 'between':
      return between(limit);
    case 'in':
    case 'notIn':
      return membership(limit, op === 'in');
    default:
      return (actual) => (typeof actual === type ? compare(op, actual as number, limit) : null);
  }
}

/** Of two numbers, or of two texts by their order. */
export function compare(op: RuleOperator, actual: number, limit: number): boolean | null {
  switch (op) {
    case '<':
      return actual < limit;
    case '<=':
      return actual <= limit;
    case '>':
      return actual > limit;
    case '>=':
      return actual >= limit;
    case '=':
      return actual === limit;
    case '!=':
      return actual !== limit;
    default:
      return null;
  }
}

function between(limits: unknown): Comparison {
  const [least, greatest] = Array.isArray(limits) ? limits : [];
  const [isEnough, isNotTooMuch] = [comparisonOf('>=', least), comparisonOf('<=', greatest)];
  return (actual) => {
    const [fromLeast, fromGreatest] = [isEnough(actual), isNotTooMuch(actual)];
    return fromLeast === null || fromGreatest === null ? null : fromLeast && fromGreatest;
  };
}

/** A list of values, such as the genres of a film, is in when one of them is. */
function membership(list: unknown, expected: boolean): Comparison {
  if (!Array.isArray(list)) return () => null;
  const members = new Set(list.map(comparable).map(identityOf));
  return (actual) => {
    const isIn = Array.isArray(actual)
      ? actual.some((value) => members.has(identityOf(comparable(value))))
      : members.has(identityOf(actual));
    return isIn === expected;
  };
}

/** Equal for what is recorded equally; numbers and texts are different. */
function identityOf(known: unknown): unknown {
  return typeof known === 'object' && known !== null ? snapshot(known, greatestLength).json : known;
}

/** As it will be read from the record: a date is its text, a BigInt the number that it is. */
export function comparable(value: unknown): unknown {
  // One by one: a switch asks the runtime for the word that typeof is.
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || !(value instanceof Date)) return value;
  return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
}
