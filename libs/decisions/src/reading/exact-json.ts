import { ExactNumber, numberText } from './exact-number.js';

/** Integers of 16 digits, or written with as many and an exponent, can be more exact than a double. */
const mayBeInexact = /(?<![\d.])\d{16}|\.\d{12,}[eE]\+?\d|\d[eE]\+?\d{3}/;

/**
 * `JSON.parse` that keeps numbers whose integer a double would change as `ExactNumber`.
 * @throws SyntaxError for text that is not JSON.
 */
export function parseExact(text: string): unknown {
  return mayBeInexact.test(text) ? JSON.parse(text, keepExact) : JSON.parse(text);
}

function keepExact(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || context?.source === undefined) return value;
  if (Number.isFinite(value) && !Number.isInteger(value)) return value;
  const exact = new ExactNumber(context.source);
  return Number.isFinite(value) && numberText(exact) === numberText(value) ? value : exact;
}
