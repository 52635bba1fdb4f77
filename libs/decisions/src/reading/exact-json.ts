import { ExactNumber, numberText } from './exact-number.js';

/** Only numbers of so many digits can be more exact than a double; this first, because it skips over most of a text. */
const manyDigits = /\d{15}/;
/** Of those, not the fractions, which scores are full of. */
const mayBeInexact = /(?<![\d.])\d{16}|\.\d{12,}[eE]\+?\d/;

/**
 * `JSON.parse` that keeps numbers whose integer a double would change as `ExactNumber`.
 * @throws SyntaxError for text that is not JSON.
 */
export function parseExact(text: string): unknown {
  return manyDigits.test(text) && mayBeInexact.test(text) ? JSON.parse(text, keepExact) : JSON.parse(text);
}

function keepExact(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || context?.source === undefined) return value;
  if (Number.isFinite(value) && !Number.isInteger(value)) return value;
  const exact = new ExactNumber(context.source);
  return Number.isFinite(value) && numberText(exact) === numberText(value) ? value : exact;
}
