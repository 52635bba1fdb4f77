import { hashOf } from '../reading/candidate-id.js';
import { type CountedOutcome, countedOutcomes } from '../reading/read-record.js';
import type { DecisionColumns } from '../summary/decision-columns.js';
import { Tallies } from '../summary/tallies.js';
import { ByteReader, ByteWriter } from './byte-writer.js';

/** What a flow needs to know of each record of one decision, in the order of the records. */
export interface Segment {
  /** `hashOf` the candidate's key; 0 for a record that names none. */
  hashes: Float64Array;
  /** Indexes into `countedOutcomes`. */
  outcomes: Uint8Array;
  /** The rule that dropped it, as an index into the rules of the summary; -1 for none. */
  rules: Int16Array;
  /** Hashes of whom a record was made from, by its index; only where there are any. */
  sources: ReadonlyMap<number, readonly number[]>;
}

const VERSION = 1;
const HASH_BYTES = 6;
const OUTCOMES = countedOutcomes.length;
const WIDE = 1;

/** All decisions of one observation. */
export function segmentOf(columns: DecisionColumns): Segment {
  const { length, keys } = columns;
  const tallies = new Tallies(columns);
  const hashesOfKeys = keys.texts.map(hashOf);
  const hashes = Float64Array.from(columns.candidates.view(length), (candidate) => hashesOfKeys[candidate] ?? 0);
  const rules = Int16Array.from({ length }, (_, index) => tallies.firstFailed(index));
  const sources = new Map([...columns.sources].map(([index, ids]) => [index, ids.map(hashOf)]));
  return { hashes, outcomes: columns.outcomes.view(length).slice(), rules, sources };
}

/** 7 bytes a record (8 beyond 50 rules), and 6 for each source. */
export function encodeSegment({ hashes, outcomes, rules, sources }: Segment): Uint8Array {
  const codes = Array.from(outcomes, (outcome, index) => outcome + OUTCOMES * ((rules[index] ?? -1) + 1));
  const isWide = codes.some((code) => code > 255);
  const writer = new ByteWriter();
  writer.byte(VERSION);
  writer.byte(isWide ? WIDE : 0);
  writer.varint(hashes.length);
  for (const hash of hashes) writer.integer(hash, HASH_BYTES);
  for (const code of codes) writer.integer(code, isWide ? 2 : 1);
  writer.varint(sources.size);
  for (const [index, ids] of sources) {
    writer.varint(index);
    writer.varint(ids.length);
    for (const hash of ids) writer.integer(hash, HASH_BYTES);
  }
  return writer.bytes();
}

/**
 * Reads what `encodeSegment` wrote.
 * @throws Error for a version that is not known and for bytes that are no segment: summarise the observation again.
 */
export function decodeSegment(bytes: Uint8Array): Segment {
  const reader = new ByteReader(bytes);
  const version = reader.byte();
  if (version !== VERSION) throw new Error(`The segment has version ${version}, and only ${VERSION} can be read.`);
  const codeBytes = reader.byte() === WIDE ? 2 : 1;
  const length = reader.varint();
  // Before memory is taken for what cannot be there.
  if (length * (HASH_BYTES + codeBytes) > reader.rest) throw new RangeError('The segment ends too early.');
  const hashes = Float64Array.from({ length }, () => reader.integer(HASH_BYTES));
  const codes = Uint16Array.from({ length }, () => reader.integer(codeBytes));
  const rules = Int16Array.from(codes, (code) => Math.floor(code / OUTCOMES) - 1);
  return { hashes, outcomes: Uint8Array.from(codes, (code) => code % OUTCOMES), rules, sources: readSources(reader) };
}

function readSources(reader: ByteReader): Map<number, number[]> {
  const sources = new Map<number, number[]>();
  for (let left = reader.varint(); left > 0; left--) {
    const index = reader.varint();
    const size = reader.varint();
    if (size * HASH_BYTES > reader.rest) throw new RangeError('The segment ends too early.');
    sources.set(
      index,
      Array.from({ length: size }, () => reader.integer(HASH_BYTES)),
    );
  }
  return sources;
}

export const outcomeAt = ({ outcomes }: Segment, index: number): CountedOutcome =>
  countedOutcomes[outcomes[index] ?? OUTCOMES] ?? 'unexplained';
