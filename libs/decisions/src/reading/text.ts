import { isNumber, numberText } from './exact-number.js';

const LENGTH = 400;

/** What a person reads of a recorded value, at most 400 characters; null for nothing, and for objects. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : clipped(value);
  if (isNumber(value)) return numberText(value);
  if (typeof value === 'boolean') return String(value);
  if (!Array.isArray(value)) return null;
  const parts = value
    .slice(0, 20)
    .map(textOf)
    .filter((part) => part !== null);
  return parts.length === 0 ? null : clipped(parts.join('; '));
}

/** Cut so that no half of a surrogate pair is left over. */
export function clipped(text: string, length = LENGTH): string {
  if (text.length <= length) return text;
  const isHalf = (text.charCodeAt(length - 2) & 0xfc00) === 0xd800;
  return `${text.slice(0, length - (isHalf ? 2 : 1))}…`;
}

/** Letters that are read from right to left, and marks that turn the order round. */
const turning = /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\ud802\ud803\ud83a\ud83b]/;

/** A name for a sentence: one that is read from right to left leaves the order of the words and numbers around it. */
export const isolated = (text: string): string =>
  turning.test(text) ? `\u2068${text.replace(/[\u2066-\u2069]/g, '')}\u2069` : text;

export const named = (text: string, length: number): string => isolated(clipped(text, length));
