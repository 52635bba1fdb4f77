import { queryableTypes, type FieldError, type ProblemCode } from '@flow-trail/contracts';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import type { FlowEnvelope, ObservationEnvelope, StepEnvelope } from './envelope.js';
import type { DataSlice } from './slice.js';

/** A push as the server understands it: validated, its data still the bytes that came. */
export interface ReadPush {
  flow: FlowEnvelope;
  steps: ReadStep[];
  /** What was ignored or assumed, a sentence each. */
  warnings: string[];
}

export interface ReadStep extends Omit<StepEnvelope, 'observations'> {
  observations: ReadObservation[];
}

export interface ReadObservation extends Omit<ObservationEnvelope, 'data'> {
  data: Uint8Array;
  /** Elements, when the data is an array. */
  records: number | null;
}

export type ReadPushResult =
  { ok: true; push: ReadPush } | { ok: false; code: ProblemCode; detail: string; errors?: FieldError[] };

/** @param where Says in words where the first mistake is. */
export function invalid(errors: FieldError[], where = ''): Extract<ReadPushResult, { ok: false }> {
  const [first] = errors;
  const detail = first ? `${where}${first.pointer || '/'} ${first.detail}` : 'The body must be an object.';
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more mistakes)` : '';
  return { ok: false, code: 'validation-failed', detail: `${detail}${others}.`, errors: errors.slice(0, 20) };
}

const nullData = { data: Buffer.from('null'), records: null };
const mostWarnings = 20;

/** One reading of an envelope: what it found wrong, and what it passed over. */
export class Reading {
  readonly errors: FieldError[] = [];
  readonly #warnings: string[] = [];

  /** Whether the value keeps the rules of its class. */
  validate(value: object, pointer: string): boolean {
    const broken = validateSync(value, { validationError: { target: false, value: false } });
    this.#collect(broken, pointer);
    return broken.length === 0;
  }

  warnings(): string[] {
    const more = this.#warnings.length - mostWarnings;
    return more > 0 ? [...this.#warnings.slice(0, mostWarnings), `… and ${more} more.`] : this.#warnings;
  }

  observation(observation: ObservationEnvelope, pointer: string, body: Uint8Array, data: DataSlice[]): ReadObservation {
    for (const [path, type] of Object.entries(observation.queryable ?? {})) {
      if (queryableTypes.includes(type)) continue;
      this.#warnings.push(`${pointer}/queryable/${readable(path)} has no type of ${queryableTypes.join(', ')}.`);
    }
    const slice = data[observation.data as number];
    if (slice) return { ...observation, data: body.subarray(slice.start, slice.end), records: slice.records };
    this.#warnings.push(`${pointer} has no data: null was assumed.`);
    return { ...observation, ...nullData };
  }

  each<K extends string, T extends object>(
    parent: { [key in K]: T[] },
    key: K,
    pointer: string,
    type: new () => T,
    then?: (item: T, pointer: string) => void,
  ): void {
    const items: unknown = parent[key];
    if (!Array.isArray(items)) return;
    parent[key] = items.flatMap((item, index) => {
      const place = `${pointer}/${key}/${index}`;
      const hydrated = this.as(type, item, place);
      if (hydrated) then?.(hydrated, place);
      return hydrated ? [hydrated] : [];
    });
  }

  as<T extends object>(type: new () => T, value: unknown, pointer: string): T | undefined {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.errors.push({ pointer, detail: value === undefined ? 'is missing' : 'must be an object' });
      return undefined;
    }
    const known = knownKeys(type);
    const instance = new type();
    for (const [key, item] of Object.entries(value)) {
      if (known.has(key)) Object.assign(instance, { [key]: item });
      else this.#warnings.push(`${pointer}/${readable(key)} is unknown to this server and was ignored.`);
    }
    return instance;
  }

  #collect(errors: ValidationError[], pointer: string): void {
    for (const { property, constraints = {}, children = [] } of errors) {
      const place = `${pointer}/${property}`;
      const [detail] = Object.values(constraints);
      if (detail) this.errors.push({ pointer: place, detail });
      this.#collect(children, place);
    }
  }
}

/** Keys that carry at least one rule; the classes name all that this server knows. */
function knownKeys(type: new () => object): ReadonlySet<string> {
  let keys = keysByType.get(type);
  if (!keys) {
    const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
    keys = new Set(rules.map(({ propertyName }) => propertyName));
    keysByType.set(type, keys);
  }
  return keys;
}
const keysByType = new Map<new () => object, ReadonlySet<string>>();

/** A key that came from outside, fit for a sentence: short, on one line, escaped as in a JSON pointer. */
const readable = (key: string): string =>
  key.toWellFormed().replace(/\p{C}/gu, '\u{fffd}').slice(0, 80).replaceAll('~', '~0').replaceAll('/', '~1');
