import { RecordTable } from '../decisions/record-table.js';
import type { RedactionPath } from '../privacy/redaction.js';
import { encode } from './encoder.js';
import { isPlain, patienceFor } from './plain.js';
import type { Patience } from './plain.js';

/** A value as JSON text, taken at once: what happens to the value later does not matter. */
export interface Snapshot {
  json: string;
  /** What was replaced by markers; undefined when nothing was. */
  replaced?: Replaced;
  /** Paths at which something was redacted, without array indexes; the first 100. */
  redacted?: ReadonlySet<string>;
}

export interface Replaced {
  /** How often, by the kind of the marker. */
  kinds: Map<string, number>;
  /** Path of the first; empty for the value itself. */
  first: string;
}

const defaultLength = 32 * 1024 * 1024;
/** So few are still in the processor's cache when they are printed, after they were looked at; and the text of many is grown by copying it. */
const recordsAtATime = 64;

/**
 * What JSON.stringify prints, where it says all. Else the same with markers `{"$ft": kind, …}` for what JSON has no word for: undefined, BigInt,
 * circles, what throws while being read, …, for what is redacted, and for the rest after `greatestLength` UTF-16 units. Never throws.
 */
export function snapshot(value: unknown, greatestLength = defaultLength, redaction?: RedactionPath): Snapshot {
  try {
    const json = redaction ? undefined : printPlain(value, patienceFor(greatestLength));
    if (json !== undefined) return { json };
  } catch {
    // The encoder marks what throws, and only that.
  }
  return encode(RecordTable.is(value) ? value.rows() : value, redaction, greatestLength);
}

/** Undefined where JSON.stringify would not print all. */
function printPlain(value: unknown, patience: Patience): string | undefined {
  if (RecordTable.is(value)) return printRecords(value.length, (from, to) => value.rows(from, to), patience);
  if (isBareArray(value)) return printRecords(value.length, (from, to) => value.slice(from, to), patience);
  return isPlain(value, patience) ? JSON.stringify(value) : undefined;
}

/** One whose parts print to the parts of what it prints to. */
function isBareArray(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.constructor === Array && !('toJSON' in value);
}

function printRecords(
  length: number,
  rows: (from: number, to: number) => unknown[],
  patience: Patience,
): string | undefined {
  let printed = '';
  for (let at = 0; at < length; at += recordsAtATime) {
    const records = rows(at, at + recordsAtATime);
    if (!isPlain(records, patience)) return undefined;
    printed += `${at === 0 ? '' : ','}${JSON.stringify(records).slice(1, -1)}`;
  }
  return `[${printed}]`;
}
