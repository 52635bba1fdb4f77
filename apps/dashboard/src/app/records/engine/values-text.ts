import type { JsonRecord, JsonValue } from './exact-json';
import { isContainer, scalarText } from './json-text';

/** Every value inside, one a line: a line break between them keeps a search from matching across two of them. */
export function valuesText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  if (!isContainer(value)) return scalarText(value);
  let text = '';
  for (const key in value) text += `${valuesText((value as JsonRecord)[key] ?? null)}\n`;
  return text;
}
