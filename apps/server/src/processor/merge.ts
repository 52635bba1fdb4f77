import type { JsonObject } from '@flow-trail/contracts';
import type { Ranks } from '../storage/entities/flow.entity.js';

/** The rank of all fields that have none of their own. */
const standard = '';

/**
 * How much a push's word weighs: a final status beats an open one, then the later end, then the digest. Compared as text, so it orders
 * all pushes the same way everywhere.
 */
export function rankOf(part: { status?: string | null; finishedAt: string | null }, digest: Buffer): string {
  const isFinal = part.status ? ['completed', 'failed'].includes(part.status) : part.finishedAt !== null;
  const finishedAt = part.finishedAt ? new Date(part.finishedAt).toISOString() : '';
  return `${isFinal ? 1 : 0} ${finishedAt} ${digest.toString('hex', 0, 16)}`;
}

export interface Ranked<T> {
  fields: T;
  ranks: Ranks;
}

export const ranked = <T>(fields: T, rank: string): Ranked<T> => ({ fields, ranks: { [standard]: rank } });

/**
 * Unites two parts of the same thing, field by field: the non-null value of the greatest rank stays. Commutative, associative and
 * idempotent, so that pushes may come in any order, any number of times.
 */
export function merge<T extends object>(one: Ranked<T>, other: Ranked<T>): Ranked<T> {
  const fields = { ...one.fields };
  const ranks: Ranks = { [standard]: greater(rank(one, standard), rank(other, standard)) };
  for (const field of Object.keys({ ...one.fields, ...other.fields }) as (keyof T & string)[]) {
    const winner = stronger(one, other, field);
    fields[field] = winner.fields[field];
    if (!isNothing(winner.fields[field]) && rank(winner, field) !== ranks[standard]) ranks[field] = rank(winner, field);
  }
  return { fields, ranks };
}

/** Of equal ranks the other one: within one push the later word counts. */
function stronger<T>(one: Ranked<T>, other: Ranked<T>, field: keyof T & string): Ranked<T> {
  if (isNothing(other.fields[field])) return one;
  if (isNothing(one.fields[field])) return other;
  return rank(one, field) > rank(other, field) ? one : other;
}

const rank = <T>({ ranks }: Ranked<T>, field: string): string => ranks[field] ?? ranks[standard] ?? '';
const greater = (a: string, b: string): string => (a > b ? a : b);
const isNothing = (value: unknown): boolean => value === null || value === undefined;

const metadataPrefix = 'metadata.';

/** Metadata merges by key: each key is a field of its own while it is merged. */
export const spreadMetadata = (metadata: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(metadata).map(([key, value]) => [metadataPrefix + key, value]));

export const gatherMetadata = (fields: object): JsonObject =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([field]) => field.startsWith(metadataPrefix))
      .map(([field, value]) => [field.slice(metadataPrefix.length), value]),
  );

export const uniteTags = (one: string[], other: string[]): string[] => [...new Set([...one, ...other])].sort();
