import { indexesTo, orderByDoubles } from './order';

/** Fewer are compared with each other: a head for each would take longer. */
const FEW = 200;
/** Texts that begin alike further on, such as paths, are compared too. */
const MOST_LEVELS = 4;
/** Texts that are looked at to tell whether many are equal. */
const SAMPLE = 256;
/** What a double can hold of a text: six characters of one byte, or three of any, and for each that there may be none. */
const narrow = { units: 6, base: 0xff + 2 };
const wide = { units: 3, base: 0xffff + 2 };

/** A number for each text, in their order, equal for equal ones; NaN for null. With it `orderByDoubles` orders text. */
export function placesOfTexts(texts: readonly (string | null)[]): Float64Array {
  const known = indexesTo(texts.length).filter((index) => texts[index] !== null);
  const stands = isInOrder(texts, known);
  if (!stands && areOftenEqual(texts)) return placesOfFew(texts);
  const order = stands ? known : new TextOrder(texts).sorted(known);
  const places = new Float64Array(texts.length).fill(NaN);
  let place = 0;
  for (let at = 0; at < order.length; at++) {
    const index = order[at] ?? 0;
    if (at > 0 && texts[index] !== texts[order[at - 1] ?? 0]) place++;
    places[index] = place;
  }
  return places;
}

function isInOrder(texts: readonly (string | null)[], indexes: Uint32Array): boolean {
  for (let at = 1; at < indexes.length; at++)
    if ((texts[indexes[at - 1] ?? 0] ?? '') > (texts[indexes[at] ?? 0] ?? '')) return false;
  return true;
}

/** By a look at some of them. */
function areOftenEqual(texts: readonly (string | null)[]): boolean {
  if (texts.length < 2 * SAMPLE) return false;
  const step = texts.length / SAMPLE;
  const seen = new Set(Array.from({ length: SAMPLE }, (_, at) => texts[Math.floor(at * step)]));
  return seen.size < SAMPLE / 4;
}

/** Only those that differ are ordered. */
function placesOfFew(texts: readonly (string | null)[]): Float64Array {
  const distinct = [...new Set(texts)];
  const placeOf = new Map<string | null, number>();
  placesOfTexts(distinct).forEach((place, at) => placeOf.set(distinct[at] ?? null, place));
  return Float64Array.from(texts, (text) => placeOf.get(text) ?? NaN);
}

/** Orders by code units: by the first that differ as numbers, then those that are alike so far by the next. */
class TextOrder {
  constructor(private readonly texts: readonly (string | null)[]) {}

  sorted(indexes: Uint32Array, level = 0): Uint32Array {
    if (indexes.length < FEW || level === MOST_LEVELS) return indexes.sort((left, right) => this.#compare(left, right));
    const from = this.#commonLength(indexes);
    const heads = this.#headsOf(indexes, from, narrow) ?? this.#headsOf(indexes, from, wide) ?? new Float64Array();
    // All have ended: they are equal, and stand as they stood.
    if (heads.every((head) => head === 0)) return indexes;
    const order = orderByDoubles(heads);
    const sorted = order.map((at) => indexes[at] ?? 0);
    for (let first = 0, end = 1; first < order.length; end++) {
      if (end < order.length && heads[order[end] ?? 0] === heads[order[first] ?? 0]) continue;
      if (end - first > 1) sorted.set(this.sorted(sorted.slice(first, end), level + 1), first);
      first = end;
    }
    return sorted;
  }

  #compare(left: number, right: number): number {
    const [one, other] = [this.texts[left] ?? '', this.texts[right] ?? ''];
    return one < other ? -1 : one > other ? 1 : 0;
  }

  /** Characters that all begin with. */
  #commonLength(indexes: Uint32Array): number {
    const first = this.texts[indexes[0] ?? 0] ?? '';
    let common = first.length;
    for (const index of indexes) {
      const text = this.texts[index] ?? '';
      let at = 0;
      while (at < common && text.charCodeAt(at) === first.charCodeAt(at)) at++;
      common = at;
    }
    return common;
  }

  /** Of each the characters from a place on, as a number; null when one is too wide. */
  #headsOf(indexes: Uint32Array, from: number, { units, base }: typeof narrow): Float64Array | null {
    const heads = new Float64Array(indexes.length);
    for (let place = 0; place < heads.length; place++) {
      const text = this.texts[indexes[place] ?? 0] ?? '';
      let head = 0;
      for (let at = from; at < from + units; at++) {
        const unit = at < text.length ? text.charCodeAt(at) + 1 : 0;
        if (unit >= base) return null;
        head = head * base + unit;
      }
      heads[place] = head;
    }
    return heads;
  }
}
