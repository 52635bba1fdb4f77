import type { JsonRecord, JsonValue } from './exact-json';
import { isContainer, scalarText } from './json-text';

/** Lower-cased text of every record's values, made once: a search is then one `includes` a record. */
export class TextIndex {
  readonly #texts: string[];

  constructor(records: readonly JsonRecord[]) {
    this.#texts = records.map((record) => valuesText(record).toLowerCase());
  }

  has(index: number, lowerCaseText: string): boolean {
    return this.#texts[index]?.includes(lowerCaseText) ?? false;
  }
}

function valuesText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (!isContainer(value)) return scalarText(value);
  let text = '';
  // A line break between values keeps a search from matching across two of them.
  for (const key in value) text += `${valuesText((value as JsonRecord)[key] ?? null)}\n`;
  return text;
}
