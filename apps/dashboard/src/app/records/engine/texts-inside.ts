import type { JsonRecord, JsonValue } from './exact-json';
import { isContainer, scalarText } from './json-text';

/** Hands over every value inside as text. */
export function eachTextInside(value: JsonValue, add: (text: string) => void): void {
  if (typeof value === 'string') add(value);
  else if (!isContainer(value)) add(scalarText(value));
  else for (const key in value) eachTextInside((value as JsonRecord)[key] ?? null, add);
}
