import { type ExactNumber, numberOf } from './exact-number';

export type JsonValue = null | boolean | number | string | ExactNumber | JsonValue[] | JsonRecord;
export type JsonRecord = { [key: string]: JsonValue };

/** Of objects that name a key twice, all entries as recorded. */
const recordedEntries = new WeakMap<JsonRecord, [key: string, value: JsonValue][]>();

/** The entries as recorded: of a key that comes twice both. */
export const entriesOf = (record: JsonRecord): [key: string, value: JsonValue][] =>
  recordedEntries.get(record) ?? Object.entries(record);

/**
 * Parses JSON and keeps the text of every number that a double would change. Of duplicate keys the last wins, and `entriesOf` knows the
 * others; `__proto__` is a key like any other. Nesting is bounded by the server (100).
 * @param offset Where the text begins in a longer one.
 * @param texts Keeps those seen first, for what is parsed next: equal ones are then one.
 * @throws SyntaxError with the place, for text that is not JSON.
 */
export function parseExactJson(text: string, offset = 0, texts = new Map<string, string>()): JsonValue {
  return new ExactJsonParser(text, offset, texts).parse();
}

/** Parses the value that begins at a place, and leaves what follows it. */
export const parseExactJsonAt = (text: string, begin: number): JsonValue =>
  new ExactJsonParser(text, 0, new Map(), begin).parseStart();

/** Texts that are kept to be told again; few columns with more different ones repeat them much. */
const MOST_TEXTS = 1000;
const LONGEST_TEXT = 100;

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

// JSON.parse with a reviver that sees each number's source takes four times as long on 35 MB.
class ExactJsonParser {
  #at: number;
  #hasDuplicates = false;

  constructor(
    private readonly text: string,
    private readonly offset: number,
    private readonly texts: Map<string, string>,
    private readonly begin = 0,
  ) {
    this.#at = begin;
  }

  parseStart(): JsonValue {
    const value = this.#value();
    if (!this.#hasDuplicates) return value;
    // Few texts name a key twice: only those pay for a second pass that keeps what was overwritten.
    this.#at = this.begin;
    return this.#value();
  }

  parse(): JsonValue {
    const value = this.parseStart();
    if (this.#at < this.text.length && !Number.isNaN(this.#next())) this.#fail();
    return value;
  }

  /** Skips white space; the code of the next character, NaN at the end. */
  #next(): number {
    let code = this.text.charCodeAt(this.#at);
    while (code === 32 || code === 10 || code === 13 || code === 9) code = this.text.charCodeAt(++this.#at);
    return code;
  }

  #value(): JsonValue {
    const code = this.#next();
    switch (code) {
      case OPEN_BRACE:
        return this.#object();
      case OPEN_BRACKET:
        return this.#array();
      case QUOTE:
        return this.#text();
      case 116:
        return this.#word('true', true);
      case 102:
        return this.#word('false', false);
      case 110:
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  #object(): JsonRecord {
    const object: JsonRecord = {};
    const entries: [string, JsonValue][] | null = this.#hasDuplicates ? [] : null;
    this.#at++;
    if (this.#next() === CLOSE_BRACE) return this.#close(object);
    for (let count = 1; ; count++) {
      if (this.#next() !== QUOTE) this.#fail();
      const key = this.#key();
      this.#expect(COLON);
      const value = this.#value();
      assign(object, key, value);
      entries?.push([key, value]);
      if (this.#next() === CLOSE_BRACE) return this.#closeObject(object, count, entries);
      this.#expect(COMMA);
    }
  }

  #closeObject(object: JsonRecord, count: number, entries: [string, JsonValue][] | null): JsonRecord {
    if (count > 1 && sizeOf(object) < count) {
      this.#hasDuplicates = true;
      if (entries?.length === count) recordedEntries.set(object, entries);
    }
    return this.#close(object);
  }

  #array(): JsonValue[] {
    const array: JsonValue[] = [];
    this.#at++;
    if (this.#next() === CLOSE_BRACKET) return this.#close(array);
    for (;;) {
      array.push(this.#value());
      if (this.#next() === CLOSE_BRACKET) return this.#close(array);
      this.#expect(COMMA);
    }
  }

  #close<T>(container: T): T {
    this.#at++;
    return container;
  }

  #expect(code: number): void {
    if (this.#next() !== code) this.#fail();
    this.#at++;
  }

  #key(): string {
    const start = this.#at;
    return this.#skipText() ? this.text.slice(start + 1, this.#at - 1) : this.#unescape(start);
  }

  #text(): string {
    const start = this.#at;
    const isPlain = this.#skipText();
    const slice = this.text.slice(start + 1, this.#at - 1);
    const known = isPlain ? this.texts.get(slice) : undefined;
    if (known !== undefined) return known;
    // A slice would hold on to all of the text; the engine makes a copy.
    const text = this.#unescape(start);
    if (isPlain && text.length <= LONGEST_TEXT && this.texts.size < MOST_TEXTS) this.texts.set(text, text);
    return text;
  }

  /** Whether nothing in it is escaped. */
  #skipText(): boolean {
    let isPlain = true;
    for (this.#at++; ;) {
      const code = this.text.charCodeAt(this.#at++);
      if (code === QUOTE) return isPlain;
      if (code === BACKSLASH) {
        isPlain = false;
        this.#at++;
      } else if (code < 32 || Number.isNaN(code)) {
        this.#at--;
        this.#fail();
      }
    }
  }

  #unescape(start: number): string {
    try {
      return JSON.parse(this.text.slice(start, this.#at)) as string;
    } catch {
      this.#at = start;
      return this.#fail();
    }
  }

  #word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.#at)) this.#fail();
    this.#at += word.length;
    return value;
  }

  #number(): number | ExactNumber {
    const start = this.#at;
    while (isNumberPart(this.text.charCodeAt(this.#at))) this.#at++;
    const source = this.text.slice(start, this.#at);
    const number = numberOf(source);
    if (typeof number === 'object' && !/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(source)) {
      this.#at = start;
      this.#fail();
    }
    return number;
  }

  #fail(): never {
    const found = this.text.charAt(this.#at);
    throw new SyntaxError(
      `The data is not valid JSON: unexpected ${found || 'end'} at character ${this.offset + this.#at}.`,
    );
  }
}

/** An array of the keys of every object would take longer. */
function sizeOf(object: JsonRecord): number {
  let size = 0;
  for (const _key in object) size++;
  return size;
}

function assign(object: JsonRecord, key: string, value: JsonValue): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

const isNumberPart = (code: number): boolean =>
  (code >= 48 && code <= 57) || code === 45 || code === 46 || code === 43 || code === 101 || code === 69;
