import { parseExact } from './exact-json.js';
import { elementsOf, type Place, placeOf } from './json-text.js';
import { keysOf, readerOf } from './path.js';

/** The records of an observation, one at a time, and what stands around them. */
export interface RecordSource {
  /** Can be walked through any number of times. */
  records: Iterable<unknown>;
  /** The data with null in the place of its records, where `total` is read. */
  envelope: unknown;
  /** Whether the path leads to an array, or to one object. */
  isFound: boolean;
}

/** The records of parsed data: an array's elements, or the one object that stands where the array should. */
export function recordsIn(data: unknown, path = ''): RecordSource {
  const value = readerOf(path)(data);
  const records = Array.isArray(value) ? value : isObject(value) ? [value] : null;
  if (!records) return { records: [], envelope: data, isFound: false };
  return { records, envelope: without(data as object, keysOf(path)), isFound: true };
}

/** Copies what lies on the way. */
function without(data: object, [key, ...more]: string[]): unknown {
  if (key === undefined) return null;
  return { ...data, [key]: without(data[key as keyof typeof data], more) };
}

/**
 * The same from JSON text, parsed record by record, so that a large array is never in memory as a whole. Numbers
 * that a double would change are `ExactNumber`s.
 * @throws SyntaxError for text that is not JSON, some of it only while walking through the records.
 */
export function recordsInText(text: string, path = ''): RecordSource {
  const place = placeOf(text, keysOf(path));
  const records = place && recordsAt(text, place);
  if (!place || !records) return { records: [], envelope: parseExact(text), isFound: false };
  const around = text.slice(0, place.start) + 'null' + text.slice(place.end);
  return { records, envelope: parseExact(around), isFound: true };
}

function recordsAt(text: string, { start, end }: Place): Iterable<unknown> | null {
  if (text[start] === '[') return { [Symbol.iterator]: () => parsed(elementsOf(text, start)) };
  return text[start] === '{' ? [parseExact(text.slice(start, end))] : null;
}

function* parsed(texts: Iterable<string>): Generator<unknown> {
  for (const text of texts) yield parseExact(text);
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
