import { queryableTypes, type DecisionDeclaration, type FieldError, type ProblemCode } from '@flow-trail/contracts';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import type { FlowEnvelope, ObservationEnvelope, StepEnvelope } from './envelope.js';
import { keepsRules } from './keeps-rules.js';
import type { DataSlice } from './slice.js';

/** A push as the server understands it: validated, its data still the bytes that came, or their place in the body. */
export interface ReadPush<Data = Uint8Array> {
  flow: FlowEnvelope;
  steps: ReadStep<Data>[];
  /** What was ignored or assumed, a sentence each. */
  warnings: string[];
}

export interface ReadStep<Data = Uint8Array> extends Omit<StepEnvelope, 'observations'> {
  observations: ReadObservation<Data>[];
}

export interface ReadObservation<Data = Uint8Array> extends Omit<ObservationEnvelope, 'data'> {
  data: Data;
  /** Elements, when the data is an array. */
  records: number | null;
}

/** Absent: null was assumed. */
export type Place = DataSlice | undefined;

export type ReadPushResult<Data = Uint8Array> =
  { ok: true; push: ReadPush<Data> } | { ok: false; code: ProblemCode; detail: string; errors?: FieldError[] };

/** @param where Says in words where the first mistake is. */
export function invalid(errors: FieldError[], where = ''): Extract<ReadPushResult, { ok: false }> {
  const [first] = errors;
  const detail = first ? `${where}${first.pointer || '/'} ${first.detail}` : 'The body must be an object.';
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more mistakes)` : '';
  return { ok: false, code: 'validation-failed', detail: `${detail}${others}.`, errors: errors.slice(0, 20) };
}

const mostWarnings = 20;

/** All that this server knows of a decision; its type holds it complete. */
const decisionWords: { [word in keyof Required<DecisionDeclaration>]: true } = {
  candidate: true,
  kind: true,
  label: true,
  records: true,
  total: true,
  outcome: true,
  outcomes: true,
  reason: true,
  rules: true,
  functions: true,
  verdicts: true,
  combine: true,
  score: true,
  order: true,
  rank: true,
  chance: true,
  contributions: true,
  combineContributions: true,
  group: true,
  lostTo: true,
  sources: true,
  absent: true,
  from: true,
};

/** Whether the bytes at the place are more than so many. */
export const isLonger = (place: Place, bytes: number): boolean =>
  place !== undefined && place.end - place.start > bytes;

/** One reading of an envelope: what it found wrong, and what it passed over. */
export class Reading {
  readonly errors: FieldError[] = [];
  readonly #warnings: string[] = [];

  /** Whether the value keeps the rules of its class. */
  validate(value: object, pointer: string): boolean {
    if (keepsRules(value)) return true;
    const broken = validateSync(value, { validationError: { target: false, value: false } });
    this.#collect(broken, pointer);
    return broken.length === 0;
  }

  warnings(): string[] {
    const more = this.#warnings.length - mostWarnings;
    return more > 0 ? [...this.#warnings.slice(0, mostWarnings), `… and ${more} more.`] : this.#warnings;
  }

  observation(observation: ObservationEnvelope, pointer: string, data: DataSlice[]): ReadObservation<Place> {
    for (const [path, type] of Object.entries(observation.queryable ?? {})) {
      if (queryableTypes.includes(type)) continue;
      this.#warnings.push(`${pointer}/queryable/${readable(path)} has no type of ${queryableTypes.join(', ')}.`);
    }
    for (const word of Object.keys(observation.decision ?? {})) {
      if (!Object.hasOwn(decisionWords, word)) this.#ignore(`${pointer}/decision`, word);
    }
    const place: Place = data[observation.data as number];
    if (!place) this.#warnings.push(`${pointer} has no data: null was assumed.`);
    return { ...observation, data: place, records: place?.records ?? null };
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
    for (const key of Object.keys(value)) {
      if (known.has(key)) instance[key as keyof T] = (value as T)[key as keyof T];
      else this.#ignore(pointer, key);
    }
    return instance;
  }

  #ignore(pointer: string, key: string): void {
    this.#warnings.push(`${pointer}/${readable(key)} is unknown to this server and was ignored.`);
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
