import type { Json } from '@flow-trail/contracts';

/** What PostgreSQL's text and jsonb cannot hold, U+0000 and lone surrogates, becomes U+FFFD. */
export function storable<T extends Json | undefined>(value: T): T;
export function storable(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\u0000', '\u{fffd}');
  if (Array.isArray(value)) return value.map((item) => storable(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), storable(item)]));
}

/** The same for a summary, whose type says more than that it is JSON. */
export const storableSummary = <T extends object>(summary: T | null): T | null =>
  storable(summary as unknown as Json) as unknown as T | null;
