import type { RedactionPath } from '../privacy/redaction.js';
import { base64, isBytes, isNumberArray, membersOfError } from './kinds.js';
import { greatestDepth, isPlain, patienceFor, tagOf } from './plain.js';
import type { Replaced, Snapshot } from './snapshot.js';
import { messageOf } from './thrown.js';

/** What is kept of a text that is cut. */
const headLength = 1000;
/** Characters that an object and an element count for, whatever they print to: they take time, and there may be no end of them. */
const weightOfObject = 128;
const weightOfElement = 8;

const mostPathsNamed = 100;

/** Where the encoder stands in the value. */
interface Place {
  depth: number;
  key: string;
  parent?: Place;
  redaction: RedactionPath | undefined;
}

/**
 * Prints any value as JSON text. What JSON has no word for becomes a marker `{"$ft": kind, …}` in its place, and so does what throws: the rest
 * stays readable. Getters and `toJSON` are asked once.
 */
export function encode(value: unknown, redaction: RedactionPath | undefined, greatestLength: number): Snapshot {
  let replaced: Replaced | undefined;
  const redacted = new Set<string>();
  const ancestors = new Map<object, Place>();
  const patience = patienceFor(greatestLength);
  let charactersLeft = greatestLength;

  const json = print(value, { depth: 0, key: '', redaction });
  return { json, replaced, redacted };

  function print(value: unknown, place: Place): string {
    switch (typeof value) {
      case 'object':
        return value === null ? counted('null') : printObject(value, place);
      case 'string':
        if (value.length <= charactersLeft) return counted(JSON.stringify(value));
        return marker(place, 'cut', { length: value.length, head: value.slice(0, headLength) });
      case 'boolean':
        return counted(String(value));
      case 'number':
        if (!Number.isFinite(value)) return marker(place, 'number', { value: String(value) });
        // JSON has -0, only JSON.stringify does not print it.
        return counted(Object.is(value, -0) ? '-0' : String(value));
      case 'bigint':
        return marker(place, 'bigint', { value: String(value) });
      case 'symbol':
        return marker(place, 'symbol', { description: value.description });
      default:
        return marker(place, typeof value);
    }
  }

  function printObject(object: object, place: Place): string {
    const ancestor = ancestors.get(object);
    if (ancestor) return marker(place, 'circular', { path: pathOf(ancestor) });
    charactersLeft -= weightOfObject;
    if (place.depth > greatestDepth) return marker(place, 'depth');
    ancestors.set(object, place);
    try {
      if (isPlainRecord(object, place.depth)) return counted(JSON.stringify(object));
      return printByItself(object, place) ?? printByKind(object, place);
    } catch (error) {
      return threw(error, place);
    } finally {
      ancestors.delete(object);
    }
  }

  /** One strange value among many records must not make all of them slow. */
  function isPlainRecord(object: object, depth: number): boolean {
    if (depth === 0 || depth > 3 || redaction || patience.objects <= 0) return false;
    try {
      return isPlain(object, patience);
    } catch {
      return false;
    }
  }

  /** What its own `toJSON` says; JSON.stringify asks only once, and so it goes on with what an answer is, not with its `toJSON`. */
  function printByItself(object: object, place: Place): string | undefined {
    if (!hasOwnPrint(object)) return undefined;
    const printed: unknown = object.toJSON(place.key);
    if (typeof printed !== 'object' || printed === null) return print(printed, place);
    return printed === object || hasOwnPrint(printed) ? printByKind(printed, place) : printObject(printed, place);
  }

  function printByKind(object: object, place: Place): string {
    if (Array.isArray(object)) return printArray(object, place);
    const tag = tagOf(object);
    const container = (kind: string, word: string, content: string) =>
      marker(place, kind, {}, [`"${word}":${content}`]);
    if (isNumberArray(object)) return container(tag, 'values', printArray(object, place));
    switch (tag) {
      case 'Date':
        return printDate(object as Date, place);
      // Not as they iterate themselves: that may have no end.
      case 'Map':
        return container('map', 'entries', printEntries([...Map.prototype.entries.call(object)], place));
      case 'Set':
        return container('set', 'values', printArray([...Set.prototype.values.call(object)], place));
      case 'Number':
      case 'String':
      case 'Boolean':
      case 'BigInt':
        return print(object.valueOf(), place);
      case 'RegExp':
        return marker(place, 'regexp', { value: String(object) });
    }
    if (isBytes(object)) return printBytes(object, tag, place);
    if (tag === 'Error' || object instanceof Error) return printError(object, place);
    const keys = Object.keys(object);
    // Such as a WeakMap, Headers or an iterator: else nothing would be said of what it is.
    if (tag === 'Promise' || (keys.length === 0 && tag !== 'Object')) return marker(place, tag.toLowerCase());
    return `{${printMembers(object, keys, place).join(',')}}`;
  }

  function printError(error: object, place: Place): string {
    return marker(place, 'error', {}, printMembers(error, membersOfError(error), place));
  }

  function printDate(date: Date, place: Place): string {
    const time = Date.prototype.getTime.call(date);
    if (Number.isNaN(time)) return marker(place, 'date', { value: 'Invalid Date' });
    return counted(JSON.stringify(new Date(time).toISOString()));
  }

  function printBytes(bytes: Uint8Array | ArrayBuffer, tag: string, place: Place): string {
    const length = bytes.byteLength;
    const isCut = length > charactersLeft;
    return marker(place, isCut ? 'cut' : tag, { length, base64: isCut ? undefined : base64(bytes) });
  }

  function printEntries(entries: readonly [unknown, unknown][], place: Place): string {
    return printList(entries.length, place, (at) => {
      const [key, value] = entries[at] as [unknown, unknown];
      // A key that is text is a key of a path too, for redaction.
      const printed = printMember({ value }, 'value', below(place, typeof key === 'string' ? key : ''));
      return `[${print(key, below(place, ''))},${printed ?? 'null'}]`;
    });
  }

  function printArray(array: ArrayLike<unknown>, place: Place): string {
    if (isSparse(array))
      return marker(place, 'sparse', { length: array.length }, printMembers(array, Object.keys(array), place));
    return printList(array.length, place, (at) => {
      // Paths are those inside a record, so an array does not count for redaction.
      const element = { depth: place.depth + 1, key: String(at), parent: place, redaction: place.redaction };
      return printMember(array, element.key, element) ?? marker(element, 'undefined');
    });
  }

  function printList(total: number, place: Place, printAt: (at: number) => string): string {
    const elements: string[] = [];
    while (elements.length < total && charactersLeft >= 0) {
      charactersLeft -= weightOfElement;
      elements.push(printAt(elements.length));
    }
    const printed = `[${elements.join(',')}]`;
    const recorded = elements.length;
    return recorded === total ? printed : marker(place, 'cut', { recorded, total }, [`"records":${printed}`]);
  }

  function printMembers(object: object, keys: readonly string[], place: Place): string[] {
    const printed: string[] = [];
    for (const key of keys) {
      if (charactersLeft < 0) return [...printed, '"$ft":"cut"'];
      const member = printMember(object, key, below(place, key));
      if (member !== undefined) printed.push(`${JSON.stringify(key)}:${member}`);
    }
    return printed;
  }

  /** One that is redacted is not even read; one that is undefined is left out, as JSON.stringify does. */
  function printMember(object: object, key: string, place: Place): string | undefined {
    if (place.redaction?.isEnd) {
      if (redacted.size < mostPathsNamed) redacted.add(withoutIndexes(pathOf(place)));
      return '{"$ft":"redacted"}';
    }
    charactersLeft -= key.length;
    try {
      const member = (object as Record<string, unknown>)[key];
      return member === undefined ? undefined : print(member, place);
    } catch (error) {
      return threw(error, place);
    }
  }

  function threw(error: unknown, place: Place): string {
    return marker(place, 'threw', { reason: messageOf(error) });
  }

  function marker(place: Place, kind: string, words: object = {}, members: readonly string[] = []): string {
    const { kinds } = (replaced ??= { kinds: new Map(), first: pathOf(place) });
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    // Without a prototype, to which somebody may have added a toJSON.
    const said = JSON.stringify({ __proto__: null, $ft: kind, ...words }).slice(1, -1);
    return `{${counted([said, ...members].join(','))}}`;
  }

  function counted(text: string): string {
    charactersLeft -= text.length;
    return text;
  }
}

/** A `toJSON` that its author gave it, not one that every object or array has by an addition to the language. */
function hasOwnPrint(object: object): object is { toJSON(key: string): unknown } {
  const { toJSON } = object as { toJSON?: unknown };
  if (typeof toJSON !== 'function' || isBytes(object) || tagOf(object) === 'Date') return false;
  return toJSON !== ((Array.isArray(object) ? Array.prototype : Object.prototype) as { toJSON?: unknown }).toJSON;
}

/** Whether most of it are holes, as far as its end shows: all keys of a large array take long to list. */
function isSparse(array: ArrayLike<unknown>): boolean {
  return array.length > 1000 && Object.keys(Array.prototype.slice.call(array, -1000)).length < 500;
}

function below(parent: Place, key: string): Place {
  return { depth: parent.depth + 1, key, parent, redaction: parent.redaction?.into(key) };
}

function withoutIndexes(path: string): string {
  return path.replace(/^(\d+\.)+|(\.\d+)+(?=\.)/g, '');
}

/** Dotted, array indexes included. */
function pathOf(place: Place): string {
  const keys: string[] = [];
  for (let at: Place | undefined = place; at?.parent; at = at.parent) if (at.key !== '') keys.unshift(at.key);
  return keys.join('.');
}
