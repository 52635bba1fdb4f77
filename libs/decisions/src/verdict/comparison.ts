import type { Json, RuleOperator } from '@flow-trail/contracts';
import { candidateKey } from '../reading/candidate-id.js';
import { compareNumbers, isNumber } from '../reading/exact-number.js';

/** Whether a value passes; null when it cannot be compared with the threshold, such as a text with a number. */
export type Comparison = (actual: unknown) => boolean | null;

/** What `actual op threshold` means; a string says what is wrong with the threshold. */
export function comparisonOf(op: RuleOperator, threshold: Json): Comparison | string {
  switch (op) {
    case '=':
      return (actual) => areEqual(actual, threshold);
    case '!=':
      return (actual) => !areEqual(actual, threshold);
    case 'in':
    case 'notIn':
      return membership(threshold, op === 'in');
    case 'between':
      return range(threshold);
    default:
      return (actual) => ordered(op, order(actual, threshold));
  }
}

function ordered(op: '<' | '<=' | '>' | '>=', comparison: number | null): boolean | null {
  if (comparison === null) return null;
  if (op === '<') return comparison < 0;
  if (op === '<=') return comparison <= 0;
  return op === '>' ? comparison > 0 : comparison >= 0;
}

function range(threshold: Json): Comparison | string {
  if (!Array.isArray(threshold) || threshold.length !== 2) return '"threshold" of between is not [least, greatest]';
  const [least, greatest] = threshold;
  return (actual) => {
    const [fromLeast, fromGreatest] = [order(actual, least), order(actual, greatest)];
    return fromLeast === null || fromGreatest === null ? null : fromLeast >= 0 && fromGreatest <= 0;
  };
}

/** A list of values, such as the genres of a film, is in when one of them is. */
function membership(threshold: Json, expected: boolean): Comparison | string {
  if (!Array.isArray(threshold)) return '"threshold" of in and notIn is not a list';
  const members = new Set(threshold.map(identityOf));
  return (actual) => [actual].flat().some((value) => members.has(identityOf(value))) === expected;
}

/** Negative, 0 or positive; texts by their characters, as dates in ISO 8601 are ordered. */
function order(left: unknown, right: unknown): number | null {
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right);
  if (typeof left !== 'string' || typeof right !== 'string') return null;
  return left === right ? 0 : left < right ? -1 : 1;
}

const areEqual = (left: unknown, right: unknown): boolean => identityOf(left) === identityOf(right);

const identityOf = (value: unknown): string => candidateKey(value) ?? JSON.stringify(value) ?? '';
