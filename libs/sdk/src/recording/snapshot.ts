import type { Redaction } from '../privacy/redaction.js';
import { Encoder } from './encoder.js';
import { isPlain } from './plain.js';

/** A value as JSON text, taken at once: what happens to the value later does not matter. */
export interface Snapshot {
  json: string;
  /** What was replaced by markers, as the end of a sentence; undefined when nothing was. */
  replaced?: string;
}

/** How a value is printed when JSON.stringify alone will not do. */
export interface SnapshotOptions {
  redaction?: Redaction;
  /** UTF-16 units after which the rest is cut. */
  greatestLength?: number;
}

const defaultLength = 32 * 1024 * 1024;

/**
 * What JSON.stringify prints, where it says all. Else the same with markers `{"$ft": kind, …}` for what JSON has no word for: undefined, BigInt,
 * circles, what throws while being read, … Never throws.
 */
export function snapshot(
  value: unknown,
  { redaction, greatestLength = defaultLength }: SnapshotOptions = {},
): Snapshot {
  try {
    if (!redaction && isPlain(value, { left: greatestLength })) return { json: JSON.stringify(value) };
  } catch {
    // The encoder marks what throws, and only that.
  }
  const encoder = new Encoder(redaction, greatestLength);
  const json = encoder.encode(value);
  return { json, replaced: wordsFor(encoder) };
}

function wordsFor({ replaced, firstReplaced }: Encoder): string | undefined {
  if (replaced.size === 0) return undefined;
  const kinds = [...replaced].map(([kind, count]) => `${count} ${kind}`).join(', ');
  return firstReplaced === '' ? kinds : `${kinds}, the first at ${firstReplaced}`;
}
