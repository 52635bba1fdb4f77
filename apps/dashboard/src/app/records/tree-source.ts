import type { Answer } from '../api/failure';
import type { EngineClient } from './engine-client';
import type { JsonValue } from './engine/exact-json';
import { type FoundLine, type JsonLineWindow, JsonLines } from './engine/json-lines';
import { jsonText } from './engine/json-text';
import type { TreeRoot } from './engine/messages';
import { readerOf } from './engine/path';

/** Where a JSON tree takes its lines from. */
export interface TreeSource {
  lines(toggled: string[], from: number, count: number): Promise<Answer<JsonLineWindow>>;
  /** The match at a place, counted round. */
  find(text: string, at: number, toggled: string[]): Promise<Answer<FoundLine>>;
  /** JSON of the value at a path; null is the root. */
  text(path: string | null): Promise<Answer<string>>;
}

export const engineTree = (engine: EngineClient, observationId: string, root: TreeRoot): TreeSource => ({
  lines: (toggled, from, count) => engine.lines(observationId, root, toggled, from, count),
  find: (text, at, toggled) => engine.find(observationId, root, text, at, toggled),
  text: (path) => engine.text(observationId, root, path),
});

/** For the small values that the page holds itself. */
export function localTree(value: JsonValue): TreeSource {
  const lines = new JsonLines(value);
  return {
    lines: async (toggled, from, count) => ({ status: 'ok', value: lines.window(toggled, from, count) }),
    find: async (text, at, toggled) => ({ status: 'ok', value: lines.find(text, at, toggled) }),
    text: async (path) => ({
      status: 'ok',
      value: jsonText((path === null ? value : readerOf(path)(value)) ?? null),
    }),
  };
}
