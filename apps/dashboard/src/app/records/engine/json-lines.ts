import type { JsonRecord, JsonValue } from './exact-json';
import { isNumber, numberText } from './exact-number';
import { clip, compactText, isContainer } from './json-text';
import { childPath } from './path';

export type LineKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/** One visible line of a JSON tree. */
export interface JsonLine {
  /** Dotted path inside the tree; null for its root. */
  path: string | null;
  depth: number;
  /** Key or array index; null for the root. */
  key: string | null;
  isIndex: boolean;
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

const STRING_LENGTH = 2000;
const PREVIEW_LENGTH = 160;
/** Containers up to this size stand open at first. */
const OPEN_SIZE = 12;

interface Node {
  path: string | null;
  depth: number;
  key: string | null;
  isIndex: boolean;
  value: JsonValue;
  expanded: boolean;
}

/** The visible lines of one value; `toggled` names the containers that differ from how they stand at first. */
export class JsonLines {
  #nodes: Node[] = [];
  #key: string | null = null;

  constructor(private readonly root: JsonValue) {}

  window(toggled: readonly string[], from: number, count: number): JsonLineWindow {
    const key = JSON.stringify(toggled);
    if (this.#key !== key) this.#layOut(new Set(toggled), key);
    return { total: this.#nodes.length, from, lines: this.#nodes.slice(from, from + count).map(lineOf) };
  }

  #layOut(toggled: ReadonlySet<string>, key: string): void {
    this.#key = key;
    this.#nodes = [];
    const add = (node: Omit<Node, 'expanded'>): void => {
      const expanded = isContainer(node.value) && isOpenAtFirst(node) !== toggled.has(node.path ?? '');
      this.#nodes.push({ ...node, expanded });
      if (expanded) this.#children(node, add);
    };
    add({ path: null, depth: 0, key: null, isIndex: false, value: this.root });
  }

  #children(node: Omit<Node, 'expanded'>, add: (node: Omit<Node, 'expanded'>) => void): void {
    const isIndex = Array.isArray(node.value);
    for (const key in node.value as JsonRecord) {
      const value = (node.value as JsonRecord)[key] ?? null;
      add({ path: childPath(node.path, key), depth: node.depth + 1, key, isIndex, value });
    }
  }
}

const isOpenAtFirst = ({ depth, value }: Omit<Node, 'expanded'>): boolean =>
  depth === 0 || (depth <= 2 && sizeOf(value) <= OPEN_SIZE);

const sizeOf = (value: JsonValue): number =>
  Array.isArray(value) ? value.length : isContainer(value) ? Object.keys(value).length : 0;

function lineOf({ value, ...node }: Node): JsonLine {
  return { ...node, size: sizeOf(value), kind: kindOf(value), text: textOf(value, node.expanded) };
}

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
