import { limits, queryableTypes, type FieldError, type ProblemCode } from '@flow-trail/contracts';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { FlowEnvelope, ObservationEnvelope, PushEnvelope, StepEnvelope, StepReferenceEnvelope } from './envelope.js';
import { slice, type DataSlice } from './slice.js';

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

/** Reads a decoded JSON body. The same bytes give the same result, at the door and in the processor. */
export function readPush(body: Uint8Array, observationBytes: number): ReadPushResult {
  const sliced = slice(body, { depth: limits.depth, nodes: limits.nodes });
  if (!sliced.ok) return sliced;
  const reading = new Reading();
  const envelope = reading.hydrate(sliced.push.envelope);
  if (envelope && reading.errors.length === 0) reading.validate(envelope);
  if (!envelope || reading.errors.length > 0) return invalid(reading.errors);
  const steps = envelope.steps.map((step, index) => reading.step(step, `/steps/${index}`, body, sliced.push.data));
  const tooLarge = findTooLarge(steps, observationBytes);
  if (tooLarge) return { ok: false, code: 'payload-too-large', detail: tooLarge };
  return { ok: true, push: { flow: envelope.flow, steps, warnings: reading.warnings() } };
}

function invalid(errors: FieldError[]): ReadPushResult {
  const [first] = errors;
  const detail = first ? `${first.pointer || '/'} ${first.detail}` : 'The body must be an object.';
  const others = errors.length > 1 ? ` (and ${errors.length - 1} more mistakes)` : '';
  return { ok: false, code: 'validation-failed', detail: `${detail}${others}.`, errors: errors.slice(0, 20) };
}

function findTooLarge(steps: ReadStep[], most: number): string | undefined {
  for (const [s, step] of steps.entries()) {
    const o = step.observations.findIndex(({ data }) => data.byteLength > most);
    if (o >= 0)
      return `/steps/${s}/observations/${o}/data is more than the ${most} bytes that one observation may have.`;
  }
  return undefined;
}

const nullData = { data: Buffer.from('null'), records: null };
const mostWarnings = 20;

/** One reading of an envelope: what it found wrong, and what it passed over. */
class Reading {
  readonly errors: FieldError[] = [];
  readonly #warnings: string[] = [];

  /** Turns plain objects into the classes that carry the rules, one level at a time; `data` is only an index here. */
  hydrate(value: unknown): PushEnvelope | undefined {
    const push = this.#as(PushEnvelope, value, '');
    if (!push) return undefined;
    push.flow = this.#as(FlowEnvelope, push.flow, '/flow') ?? push.flow;
    this.#each(push, 'steps', '', StepEnvelope, (step, pointer) => {
      if (step.parent) step.parent = this.#as(StepReferenceEnvelope, step.parent, `${pointer}/parent`) ?? step.parent;
      this.#each(step, 'observations', pointer, ObservationEnvelope);
    });
    return push;
  }

  validate(envelope: PushEnvelope): void {
    this.#collect(validateSync(envelope, { validationError: { target: false, value: false } }), '');
    if (this.errors.length > 0) return;
    const observations = envelope.steps.reduce((sum, step) => sum + step.observations.length, 0);
    if (observations > limits.observations) {
      this.errors.push({ pointer: '/steps', detail: `must hold at most ${limits.observations} observations in all` });
    }
  }

  step(step: StepEnvelope, pointer: string, body: Uint8Array, data: DataSlice[]): ReadStep {
    const observations = step.observations.map((observation, index) =>
      this.#observation(observation, `${pointer}/observations/${index}`, body, data),
    );
    return { ...step, observations };
  }

  warnings(): string[] {
    const more = this.#warnings.length - mostWarnings;
    return more > 0 ? [...this.#warnings.slice(0, mostWarnings), `… and ${more} more.`] : this.#warnings;
  }

  #observation(
    observation: ObservationEnvelope,
    pointer: string,
    body: Uint8Array,
    data: DataSlice[],
  ): ReadObservation {
    for (const [path, type] of Object.entries(observation.queryable ?? {})) {
      if (queryableTypes.includes(type)) continue;
      this.#warnings.push(`${pointer}/queryable/${readable(path)} has no type of ${queryableTypes.join(', ')}.`);
    }
    const slice = data[observation.data as number];
    if (slice) return { ...observation, data: body.subarray(slice.start, slice.end), records: slice.records };
    this.#warnings.push(`${pointer} has no data: null was assumed.`);
    return { ...observation, ...nullData };
  }

  #each<K extends string, T extends object>(
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
      const hydrated = this.#as(type, item, place);
      if (hydrated) then?.(hydrated, place);
      return hydrated ? [hydrated] : [];
    });
  }

  #as<T extends object>(type: new () => T, value: unknown, pointer: string): T | undefined {
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
