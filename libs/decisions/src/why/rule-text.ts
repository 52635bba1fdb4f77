import { compareNumbers, isNumber, numberText } from '../reading/exact-number.js';
import { clipped, isolated, named, textOf } from '../reading/text.js';
import type { RuleVerdict } from '../verdict/rule-verdict.js';

const VALUE_LENGTH = 60;

/** Why a rule failed, with its numbers: `6.1 < 7`, `rating missing`, `horror is none of drama, comedy`. */
export function failureText({ rule, op, actual, threshold, reason: said }: RuleVerdict): string {
  const reason = said === null ? null : isolated(said);
  if (actual === null || actual === undefined) return reason ?? (op ? `${isolated(rule)} missing` : 'failed');
  const value = valueText(actual);
  if (op === null)
    return reason ?? (threshold === null ? `actual ${value}` : `actual ${value}, threshold ${valueText(threshold)}`);
  if (op === 'between' && Array.isArray(threshold)) return betweenText(actual, value, threshold);
  return `${value} ${opposites[op]} ${valueText(threshold)}`;
}

const opposites = {
  '=': '≠',
  '!=': '=',
  '<': '≥',
  '<=': '>',
  '>': '≤',
  '>=': '<',
  between: 'is not between',
  in: 'is none of',
  notIn: 'is one of',
} as const;

function betweenText(actual: unknown, value: string, [least, greatest]: readonly unknown[]): string {
  const [low, high] = [valueText(least), valueText(greatest)];
  if (!isNumber(actual) || !isNumber(least) || !isNumber(greatest)) return `${value} is not between ${low} and ${high}`;
  return compareNumbers(actual, least) < 0 ? `${value} < ${low}` : `${value} > ${high}`;
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return clipped(value.map(valueText).join(', '), VALUE_LENGTH);
  if (isNumber(value)) return numberText(value);
  return named(textOf(value) ?? JSON.stringify(value) ?? '', VALUE_LENGTH);
}
