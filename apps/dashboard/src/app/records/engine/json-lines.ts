import { entriesOf, type JsonRecord, type JsonValue } from './exact-json';
import { findInJson, type JsonMatches } from './find/find-in-json';
import { isNumber, numberText } from './exact-number';
import { clip, compactText, isContainer } from './json-text';
import { childPath, escapeKey, keysOf, pathOf, readerOf } from './path';

export type LineKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/** One visible line of a JSON tree. */
export interface JsonLine {
  /** Dotted path inside the tree; null for its root. */
  path: string | null;
  depth: number;
  /** Key or array index; null for the root. */
  key: string | null;
  isIndex: boolean;
  /** A later value of the same key takes its place. */
  isOverwritten: boolean;
  kind: LineKind;
  text: string;
  /** Elements of a container. */
  size: number;
  expanded: boolean;
}

export interface JsonLineWindow {
  total: number;
  from: number;
  lines: JsonLine[];
}

/** Where a search in a tree has come to. */
export interface FoundLine {
  /** Matches in the whole tree, seen or not. */
  total: number;
  /** Which of them, from 0, */
  at: number;
  /** on which line, when these are toggled; null without a match. */
  line: number | null;
  toggled: string[];
}

const STRING_LENGTH = 2000;
const PREVIEW_LENGTH = 160;
/** Containers up to this size stand open at first. */
const OPEN_SIZE = 12;

interface Node {
  path: string | null;
  depth: number;
  key: string | null;
  isIndex: boolean;
  isOverwritten: boolean;
  value: JsonValue;
  expanded: boolean;
}

/** The visible lines of one value; `toggled` names the containers that differ from how they stand at first. */
export class JsonLines {
  #nodes: Node[] = [];
  #key: string | null = null;
  #matches: { text: string; found: JsonMatches } | null = null;

  constructor(private readonly root: JsonValue) {}

  window(toggled: readonly string[], from: number, count: number): JsonLineWindow {
    const key = JSON.stringify(toggled);
    if (this.#key !== key) this.#layOut(new Set(toggled), key);
    return { total: this.#nodes.length, from, lines: this.#nodes.slice(from, from + count).map(lineOf) };
  }

  /** The match at a place, counted round; opens what it stands in. */
  find(text: string, at: number, toggled: readonly string[]): FoundLine {
    if (this.#matches?.text !== text) this.#matches = { text, found: findInJson(this.root, text) };
    const { paths, total } = this.#matches.found;
    const place = paths.length === 0 ? 0 : ((at % paths.length) + paths.length) % paths.length;
    const path = paths[place];
    if (path === undefined) return { total, at: 0, line: null, toggled: [...toggled] };
    const opened = this.#opened(path, new Set(toggled));
    this.window(opened, 0, 0);
    const line = this.#nodes.findIndex((node) => node.path === path);
    return { total, at: place, line: line < 0 ? null : line, toggled: opened };
  }

  /** What must be toggled for a path to be seen. */
  #opened(path: string | null, toggled: Set<string>): string[] {
    if (path === null) return [...toggled];
    const keys = keysOf(path);
    let value: JsonValue = this.root;
    for (let depth = 0; depth < keys.length; depth++) {
      const at = depth === 0 ? '' : pathOf(keys.slice(0, depth));
      if (isOpenAtFirst({ depth, value }) === toggled.has(at)) {
        if (!toggled.delete(at)) toggled.add(at);
      }
      value = readerOf(escapeKey(keys[depth] ?? ''))(value) ?? null;
    }
    return [...toggled];
  }

  #layOut(toggled: ReadonlySet<string>, key: string): void {
    this.#key = key;
    this.#nodes = [];
    const add = (node: Omit<Node, 'expanded'>): void => {
      const expanded = sizeOf(node.value) > 0 && isOpenAtFirst(node) !== toggled.has(node.path ?? '');
      this.#nodes.push({ ...node, expanded });
      if (expanded) this.#children(node, add);
    };
    add({ path: null, depth: 0, key: null, isIndex: false, isOverwritten: false, value: this.root });
  }

  #children({ path, depth, value }: Omit<Node, 'expanded'>, add: (node: Omit<Node, 'expanded'>) => void): void {
    const isIndex = Array.isArray(value);
    const entries = isIndex ? Object.entries(value) : entriesOf(value as JsonRecord);
    const last = new Map(entries.map(([key], index) => [key, index]));
    entries.forEach(([key, child], index) => {
      const isOverwritten = last.get(key) !== index;
      add({ path: childPath(path, key), depth: depth + 1, key, isIndex, isOverwritten, value: child });
    });
  }
}

const isOpenAtFirst = ({ depth, value }: Pick<Node, 'depth' | 'value'>): boolean =>
  depth === 0 || (depth <= 2 && sizeOf(value) <= OPEN_SIZE);

const sizeOf = (value: JsonValue): number =>
  Array.isArray(value) ? value.length : isContainer(value) ? entriesOf(value).length : 0;

function lineOf({ value, ...node }: Node): JsonLine {
  const key = node.key === null ? null : visible(node.key);
  return { ...node, key, size: sizeOf(value), kind: kindOf(value), text: visible(textOf(value, node.expanded)) };
}

/** Marks that turn the order of letters round, or show nothing, as JSON can write them. */
const visible = (text: string): string =>
  text.replace(
    /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function kindOf(value: JsonValue): LineKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (isNumber(value)) return 'number';
  return typeof value as 'object' | 'string' | 'boolean';
}

function textOf(value: JsonValue, expanded: boolean): string {
  if (isContainer(value)) return expanded ? '' : compactText(value, PREVIEW_LENGTH);
  if (typeof value === 'string') return clip(JSON.stringify(value), STRING_LENGTH);
  return isNumber(value) ? numberText(value) : String(value);
}
