import type { Redaction, RedactionPath } from '../privacy/redaction.js';
import { isBytes, isNumberArray, kindOf } from './kinds.js';
import type { Marker } from './kinds.js';
import { greatestDepth, isPlain, tagOf } from './plain.js';
import type { Patience } from './plain.js';
import { messageOf } from './thrown.js';

/** What is kept of a text that is cut. */
const headLength = 1000;
/** Characters that an object counts for, whatever it prints to: its walk takes time too. */
const weightOfObject = 16;

/** Where the encoder stands in the value. */
interface Place {
  depth: number;
  key: string;
  parent: Place | undefined;
  redaction: RedactionPath | undefined;
}

/** A member that is undefined is left out, as JSON.stringify does. */
type Printed = string | undefined;

/**
 * Prints any value as JSON text. What JSON has no word for becomes a marker `{"$ft": kind, …}` in its place, and so does what throws: the rest
 * stays readable. Getters and `toJSON` are asked once.
 */
export class Encoder {
  /** How often something was replaced by a marker, by kind. */
  readonly replaced = new Map<string, number>();
  /** Path of the first that was replaced. */
  firstReplaced = '';
  readonly #ancestors = new Map<object, Place>();
  readonly #redaction: Redaction | undefined;
  readonly #patience: Patience;
  #charactersLeft: number;

  constructor(redaction: Redaction | undefined, greatestLength: number) {
    this.#redaction = redaction;
    this.#patience = { left: greatestLength };
    this.#charactersLeft = greatestLength;
  }

  encode(value: unknown): string {
    const place = { depth: 0, key: '', parent: undefined, redaction: this.#redaction?.start() };
    return this.#value(value, place);
  }

  #value(value: unknown, place: Place): string {
    switch (typeof value) {
      case 'object':
        return value === null ? this.#counted('null') : this.#object(value, place);
      case 'string':
        return this.#text(value, place);
      case 'boolean':
        return this.#counted(String(value));
      case 'number':
        return this.#number(value, place);
      case 'bigint':
        return this.#marker(place, { kind: 'bigint', words: { value: String(value) } });
      case 'function':
        return this.#marker(place, { kind: 'function' });
      case 'symbol':
        return this.#marker(place, { kind: 'symbol', words: { description: value.description } });
      default:
        return this.#marker(place, { kind: 'undefined' });
    }
  }

  #text(value: string, place: Place): string {
    if (value.length <= this.#charactersLeft) return this.#counted(JSON.stringify(value));
    return this.#marker(place, { kind: 'cut', words: { length: value.length, head: value.slice(0, headLength) } });
  }

  #number(value: number, place: Place): string {
    if (!Number.isFinite(value)) return this.#marker(place, { kind: 'number', words: { value: String(value) } });
    // JSON has -0, only JSON.stringify does not print it.
    return this.#counted(Object.is(value, -0) ? '-0' : String(value));
  }

  #object(object: object, place: Place): string {
    const ancestor = this.#ancestors.get(object);
    if (ancestor) return this.#marker(place, { kind: 'circular', words: { path: pathOf(ancestor) } });
    const reason = `deeper than ${greatestDepth} levels`;
    if (place.depth > greatestDepth) return this.#marker(place, { kind: 'depth', words: { reason } });
    this.#charactersLeft -= weightOfObject;
    this.#ancestors.set(object, place);
    try {
      if (this.#isPlainRecord(object, place)) return this.#counted(JSON.stringify(object));
      return this.#printedByItself(object, place) ?? this.#byKind(object, place);
    } catch (error) {
      return this.#threw(error, place);
    } finally {
      this.#ancestors.delete(object);
    }
  }

  /** One strange value among many records must not make all of them slow. */
  #isPlainRecord(object: object, { depth }: Place): boolean {
    if (depth === 0 || depth > 3 || this.#redaction || this.#patience.left <= 0) return false;
    try {
      return isPlain(object, this.#patience);
    } catch {
      return false;
    }
  }

  /** What its own `toJSON` says; JSON.stringify asks only once, and so it goes on with what an answer is, not with its `toJSON`. */
  #printedByItself(object: object, place: Place): string | undefined {
    if (!hasOwnPrint(object)) return undefined;
    const printed: unknown = object.toJSON(place.key);
    if (typeof printed !== 'object' || printed === null) return this.#value(printed, place);
    return printed === object || hasOwnPrint(printed) ? this.#byKind(printed, place) : this.#object(printed, place);
  }

  #byKind(object: object, place: Place): string {
    if (Array.isArray(object)) return this.#array(object, place);
    if (isNumberArray(object)) return this.#container(tagOf(object), 'values', [...object], place);
    switch (tagOf(object)) {
      case 'Date':
        return this.#date(object as Date, place);
      case 'Map':
        return this.#container('map', 'entries', object as Map<unknown, unknown>, place);
      case 'Set':
        return this.#container('set', 'values', [...(object as Set<unknown>)], place);
      case 'Number':
      case 'String':
      case 'Boolean':
      case 'BigInt':
        return this.#value(object.valueOf(), place);
    }
    const marker = kindOf(object);
    if (marker) return this.#marker(place, marker, this.#members(object, marker.members ?? [], place));
    return `{${this.#members(object, Object.keys(object), place).join(',')}}`;
  }

  #date(date: Date, place: Place): string {
    const time = Date.prototype.getTime.call(date);
    if (!Number.isNaN(time)) return this.#counted(`"${new Date(time).toISOString()}"`);
    return this.#marker(place, { kind: 'date', words: { value: 'Invalid Date' } });
  }

  #container(kind: string, word: string, content: unknown[] | Map<unknown, unknown>, place: Place): string {
    const printed = Array.isArray(content) ? this.#array(content, place) : this.#entries(content, place);
    return this.#marker(place, { kind }, [`"${word}":${printed}`]);
  }

  #entries(map: Map<unknown, unknown>, place: Place): string {
    const entries = [...map].map(([key, value]) => {
      // A key that is text is a key of a path too, for redaction.
      const printed = this.#member({ value }, 'value', place, typeof key === 'string' ? key : '');
      return `[${this.#value(key, below(place, ''))},${printed ?? 'null'}]`;
    });
    return `[${entries.join(',')}]`;
  }

  #array(array: readonly unknown[], place: Place): string {
    const keys = array.length > 1000 ? Object.keys(array) : undefined;
    if (keys && keys.length * 2 < array.length)
      return this.#marker(
        place,
        { kind: 'sparse', words: { length: array.length } },
        this.#members(array, keys, place),
      );
    const elements: string[] = [];
    for (let at = 0; at < array.length && this.#charactersLeft >= 0; at++)
      elements.push(this.#element(array, at, place));
    const printed = `[${elements.join(',')}]`;
    const words = { recorded: elements.length, total: array.length };
    return elements.length === array.length
      ? printed
      : this.#marker(place, { kind: 'cut', words }, [`"records":${printed}`]);
  }

  #element(array: readonly unknown[], at: number, parent: Place): string {
    // Paths are those inside a record, so an array does not count for redaction.
    const place = { depth: parent.depth + 1, key: String(at), parent, redaction: parent.redaction };
    try {
      return this.#value(array[at], place);
    } catch (error) {
      return this.#threw(error, place);
    }
  }

  #members(object: object, keys: readonly string[], place: Place): string[] {
    const printed: string[] = [];
    for (const key of keys) {
      if (this.#charactersLeft < 0) return [...printed, `"$ft":"cut"`];
      const member = this.#member(object, key, place);
      if (member !== undefined) printed.push(`${JSON.stringify(key)}:${member}`);
    }
    return printed;
  }

  /** A redacted member is not even read. */
  #member(object: object, key: string, parent: Place, name = key): Printed {
    const place = below(parent, name);
    if (place.redaction?.isEnd) return this.#redacted(place);
    this.#charactersLeft -= key.length;
    try {
      const member = (object as Record<string, unknown>)[key];
      return member === undefined ? undefined : this.#value(member, place);
    } catch (error) {
      return this.#threw(error, place);
    }
  }

  #redacted(place: Place): string {
    this.#redaction?.found(pathOf(place));
    return '{"$ft":"redacted"}';
  }

  #threw(error: unknown, place: Place): string {
    return this.#marker(place, { kind: 'threw', words: { reason: messageOf(error) } });
  }

  #marker(place: Place, { kind, words }: Marker, members: readonly string[] = []): string {
    if (this.replaced.size === 0) this.firstReplaced = pathOf(place);
    this.replaced.set(kind, (this.replaced.get(kind) ?? 0) + 1);
    const said = Object.entries({ $ft: kind, ...words }).filter(([, word]) => word !== undefined);
    const printed = said.map(([name, word]) => `${JSON.stringify(name)}:${JSON.stringify(word)}`);
    return `{${this.#counted([...printed, ...members].join(','))}}`;
  }

  #counted(text: string): string {
    this.#charactersLeft -= text.length;
    return text;
  }
}

/** A `toJSON` that its author gave it, not one that every object or array has by an addition to the language. */
function hasOwnPrint(object: object): object is { toJSON(key: string): unknown } {
  if (isBytes(object) || tagOf(object) === 'Date') return false;
  const { toJSON } = object as { toJSON?: unknown };
  const added = ((Array.isArray(object) ? Array.prototype : Object.prototype) as { toJSON?: unknown }).toJSON;
  return typeof toJSON === 'function' && toJSON !== added;
}

function below(parent: Place, key: string): Place {
  return { depth: parent.depth + 1, key, parent, redaction: parent.redaction?.into(key) };
}

/** Dotted, array indexes included. */
function pathOf(place: Place): string {
  const keys: string[] = [];
  for (let at: Place | undefined = place; at?.parent; at = at.parent) if (at.key !== '') keys.unshift(at.key);
  return keys.join('.');
}
