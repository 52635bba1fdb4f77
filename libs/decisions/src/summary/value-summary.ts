import type { QueryableType } from '@flow-trail/contracts';
import { doubleOf } from '../reading/exact-number.js';
import { type Reader, readerOf } from '../reading/path.js';
import { clipped, textOf } from '../reading/text.js';

/** The values at one `queryable` path. Of so many records, `count` have a value of the declared type. */
export interface ValueSummary {
  type: QueryableType;
  of: number;
  count: number;
  /** Numbers as they are, dates as recorded, texts by their characters; null without values. */
  min: number | string | null;
  max: number | string | null;
  /** Of numbers. */
  mean: number | null;
  /** The 10 most frequent. */
  top: { value: string; count: number }[];
  /** Of how many values the frequencies are known: all, unless there are more than 1,000 different ones. */
  topOf: number;
}

const MOST_DISTINCT = 1000;
const TOP = 10;
const VALUE_LENGTH = 120;

/** Takes the records one at a time, and keeps at most 1,000 different values. */
export class ValueSummariser {
  readonly #read: Reader;
  readonly #counts = new Map<string, number>();
  #of = 0;
  #count = 0;
  #counted = 0;
  #mean = 0;
  #least: Ordered | null = null;
  #greatest: Ordered | null = null;

  constructor(
    path: string,
    private readonly type: QueryableType,
  ) {
    this.#read = readerOf(path);
  }

  add(record: unknown): void {
    this.#of++;
    const value = this.#read(record);
    const ordered = orderedOf(value, this.type);
    if (ordered === null) return;
    this.#count++;
    if (typeof ordered.at === 'number') this.#mean += ordered.at / this.#count - this.#mean / this.#count;
    if (this.#least === null || ordered.at < this.#least.at) this.#least = ordered;
    if (this.#greatest === null || ordered.at > this.#greatest.at) this.#greatest = ordered;
    this.#tally(ordered.text);
  }

  summary(): ValueSummary {
    const top = [...this.#counts].sort(([, left], [, right]) => right - left).slice(0, TOP);
    const isNumber = this.type === 'number';
    const shown = (value: Ordered | null): number | string | null => value && (isNumber ? value.at : value.text);
    return {
      type: this.type,
      of: this.#of,
      count: this.#count,
      min: shown(this.#least),
      max: shown(this.#greatest),
      mean: isNumber && this.#count > 0 ? this.#mean : null,
      top: top.map(([value, count]) => ({ value, count })),
      topOf: this.#counted,
    };
  }

  #tally(text: string): void {
    const count = this.#counts.get(text);
    if (count === undefined && this.#counts.size >= MOST_DISTINCT) return;
    this.#counts.set(text, (count ?? 0) + 1);
    this.#counted++;
  }
}

interface Ordered {
  /** What it is ordered by. */
  at: number | string;
  text: string;
}

function orderedOf(value: unknown, type: QueryableType): Ordered | null {
  if (type === 'number') {
    const at = doubleOf(value);
    return at === null ? null : { at, text: textOf(value) ?? '' };
  }
  if (type === 'boolean') return typeof value === 'boolean' ? { at: Number(value), text: String(value) } : null;
  if (type === 'date') return dateOf(value);
  const text = typeof value === 'string' ? clipped(value, VALUE_LENGTH) : null;
  return text === null ? null : { at: text, text };
}

/** A text that is a date, or milliseconds since 1970. */
function dateOf(value: unknown): Ordered | null {
  const at = typeof value === 'string' ? Date.parse(value) : (doubleOf(value) ?? NaN);
  return Number.isNaN(at) ? null : { at, text: clipped(textOf(value) ?? '', VALUE_LENGTH) };
}
