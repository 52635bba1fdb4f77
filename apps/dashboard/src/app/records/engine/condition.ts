import type { QueryableType } from '@flow-trail/contracts';

import type { JsonValue } from './exact-json';
import { compareNumbers, type ExactNumber, isNumber, numberOf } from './exact-number';
import { compactText } from './json-text';

export const operators = ['=', '!=', '<', '<=', '>', '>=', 'contains'] as const;
export type Operator = (typeof operators)[number];

export interface Condition {
  path: string;
  op: Operator;
  /** As typed; read as a number, boolean or date where the record holds one. */
  value: string;
}

/** Whether a value is as a condition wants it. */
export type ValueTest = (value: JsonValue | undefined) => boolean;

export interface ConditionContext {
  type?: QueryableType | null;
  /** A second word under which the value is known, such as `kept` for true. */
  alias?: (value: JsonValue | undefined) => string | null;
}

/** Missing and null are equal to `null`, unequal to all else, and in no order. */
export function testOf({ op, value }: Condition, context: ConditionContext = {}): ValueTest {
  const operand = operandOf(value);
  if (op === 'contains') return (actual) => textOf(actual).includes(operand.lower);
  if (op === '=' || op === '!=') {
    const wanted = op === '=';
    const { alias } = context;
    return (actual) => (isEqual(actual, operand) || alias?.(actual) === value) === wanted;
  }
  const holds = orders[op];
  const compare = context.type === 'date' ? compareDates : compareValues;
  return (actual) => {
    const order = compare(actual, operand);
    return order !== null && holds(order);
  };
}

const orders: Record<Exclude<Operator, '=' | '!=' | 'contains'>, (order: number) => boolean> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

interface Operand {
  text: string;
  lower: string;
  number: number | ExactNumber | null;
  time: number;
}

function operandOf(text: string): Operand {
  const isNumeric = text.trim() !== '' && !Number.isNaN(Number(text));
  const number = isNumeric ? numberOf(text.trim()) : null;
  return { text, lower: text.toLowerCase(), number, time: Date.parse(text) };
}

function isEqual(actual: JsonValue | undefined, operand: Operand): boolean {
  if (actual === undefined || actual === null) return operand.text === 'null';
  if (typeof actual === 'string') return actual === operand.text;
  if (isNumber(actual)) return operand.number !== null && compareNumbers(actual, operand.number) === 0;
  if (typeof actual === 'boolean') return String(actual) === operand.text;
  return false;
}

function compareValues(actual: JsonValue | undefined, operand: Operand): number | null {
  if (isNumber(actual)) return operand.number === null ? null : compareNumbers(actual, operand.number);
  if (typeof actual !== 'string') return null;
  if (operand.number !== null) {
    return actual.trim() === '' || Number.isNaN(Number(actual))
      ? null
      : compareNumbers(numberOf(actual), operand.number);
  }
  return actual < operand.text ? -1 : actual > operand.text ? 1 : 0;
}

function compareDates(actual: JsonValue | undefined, operand: Operand): number | null {
  const time = typeof actual === 'string' ? Date.parse(actual) : NaN;
  return Number.isNaN(time) || Number.isNaN(operand.time) ? null : time - operand.time;
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  return (typeof value === 'string' ? value : compactText(value, 10_000)).toLowerCase();
}
