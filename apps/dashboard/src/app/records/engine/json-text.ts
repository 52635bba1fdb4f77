import { ExactNumber } from './exact-number';
import { entriesOf, type JsonRecord, type JsonValue } from './exact-json';

export const isRecord = (value: JsonValue | undefined): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);

export const isContainer = (value: JsonValue | undefined): value is JsonRecord | JsonValue[] =>
  Array.isArray(value) || isRecord(value);

/** JSON with two spaces of indentation, numbers as they were sent. */
export function jsonText(value: JsonValue, indent = ''): string {
  if (!isContainer(value)) return scalarText(value);
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const parts = Array.isArray(value)
    ? value.map((element) => inner + jsonText(element, inner))
    : entriesOf(value).map(([key, element]) => `${inner}${JSON.stringify(key)}: ${jsonText(element, inner)}`);
  return parts.length === 0 ? `${open}${close}` : `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

/** JSON without spaces, numbers as they were sent. */
export function exactText(value: JsonValue): string {
  if (!isContainer(value)) return scalarText(value);
  if (Array.isArray(value)) return `[${value.map(exactText).join(',')}]`;
  return `{${entriesOf(value)
    .map(([key, element]) => `${JSON.stringify(key)}:${exactText(element)}`)
    .join(',')}}`;
}

/** One line for a cell: `{rating: 6.1, votes: 812}`, cut at about `limit` characters. */
export function compactText(value: JsonValue, limit: number): string {
  if (!isContainer(value)) return clip(scalarText(value), limit);
  const isArray = Array.isArray(value);
  let text = isArray ? '[' : '{';
  let first = true;
  for (const key in value) {
    if (text.length > limit) return `${text.slice(0, limit)}…`;
    const element = (value as JsonRecord)[key] ?? null;
    text += `${first ? '' : ', '}${isArray ? '' : `${key}: `}${compactText(element, limit - text.length)}`;
    first = false;
  }
  return clip(text + (isArray ? ']' : '}'), limit);
}

export function scalarText(value: null | boolean | number | string | ExactNumber): string {
  return value instanceof ExactNumber ? value.source : JSON.stringify(value);
}

export const clip = (text: string, limit: number): string =>
  text.length > Math.max(limit, 1) ? `${text.slice(0, Math.max(limit, 1))}…` : text;
