import { limits } from '@flow-trail/contracts';
import { FlowEnvelope, ObservationEnvelope, PushEnvelope, StepEnvelope, StepReferenceEnvelope } from './envelope.js';
import { readLines } from './read-lines.js';
import {
  Reading,
  invalid,
  isLonger,
  type Place,
  type ReadPush,
  type ReadPushResult,
  type ReadStep,
} from './reading.js';
import { LineSlices } from './slice-lines.js';
import { PushSlices, type DataSlice, type SliceResult } from './slice.js';

export type { Place, ReadObservation, ReadPush, ReadPushResult, ReadStep } from './reading.js';

/** How a body may be written. */
export const bodyTypes = { json: 'application/json', lines: 'application/x-ndjson' } as const;

/** Reads a decoded body of one of the `bodyTypes`. The same bytes give the same result, at the door and in the processor. */
export function readPush(
  body: Uint8Array,
  observationBytes: number,
  contentType: string = bodyTypes.json,
): ReadPushResult {
  const reading = new PushReading(observationBytes, contentType);
  reading.add(body, true);
  const read = reading.end();
  return read.ok ? { ok: true, push: withBytes(read.push, body) } : read;
}

/** What is assumed where a push has no data. */
export const nullData = Buffer.from('null');

function withBytes({ steps, ...push }: ReadPush<Place>, body: Uint8Array): ReadPush {
  const bytesAt = (place: Place): Uint8Array => (place ? body.subarray(place.start, place.end) : nullData);
  const cut = ({ observations, ...step }: ReadStep<Place>): ReadStep => ({
    ...step,
    observations: observations.map(({ data, ...observation }) => ({ ...observation, data: bytesAt(data) })),
  });
  return { ...push, steps: steps.map(cut) };
}

/** As `readPush`, for a body that comes in chunks, of which only the envelope is kept. */
export class PushReading {
  readonly #slices: PushSlices | LineSlices;

  constructor(
    private readonly observationBytes: number,
    contentType: string,
  ) {
    const { depth, nodes } = limits;
    this.#slices =
      contentType === bodyTypes.lines ? new LineSlices({ depth, nodes }) : new PushSlices({ depth, nodes });
  }

  get keptLength(): number {
    return this.#slices.keptLength;
  }

  /** The chunk's memory is free again when this returns. */
  add(chunk: Uint8Array, isLast: boolean): void {
    this.#slices.add(chunk, isLast);
  }

  end(): ReadPushResult<Place> {
    return this.#slices instanceof LineSlices
      ? readLines(this.#slices.end(), this.observationBytes)
      : readJson(this.#slices.end(), this.observationBytes);
  }
}

function readJson(sliced: SliceResult, observationBytes: number): ReadPushResult<Place> {
  if (!sliced.ok) return sliced;
  const reading = new Reading();
  const envelope = hydrate(sliced.push.envelope, reading);
  if (envelope && reading.errors.length === 0) validate(envelope, reading);
  if (!envelope || reading.errors.length > 0) return invalid(reading.errors);
  const steps = envelope.steps.map((step, index) => readStep(step, `/steps/${index}`, sliced.push.data, reading));
  const tooLarge = findTooLarge(steps, observationBytes);
  if (tooLarge) return { ok: false, code: 'payload-too-large', detail: tooLarge };
  return { ok: true, push: { flow: envelope.flow, steps, warnings: reading.warnings() } };
}

/** Turns plain objects into the classes that carry the rules, one level at a time; `data` is only an index here. */
function hydrate(value: unknown, reading: Reading): PushEnvelope | undefined {
  const push = reading.as(PushEnvelope, value, '');
  if (!push) return undefined;
  push.flow = reading.as(FlowEnvelope, push.flow, '/flow') ?? push.flow;
  reading.each(push, 'steps', '', StepEnvelope, (step, pointer) => {
    if (step.parent) step.parent = reading.as(StepReferenceEnvelope, step.parent, `${pointer}/parent`) ?? step.parent;
    reading.each(step, 'observations', pointer, ObservationEnvelope);
  });
  return push;
}

function validate(envelope: PushEnvelope, reading: Reading): void {
  if (!reading.validate(envelope, '')) return;
  const observations = envelope.steps.reduce((sum, step) => sum + step.observations.length, 0);
  if (observations > limits.observations) {
    reading.errors.push({ pointer: '/steps', detail: `must hold at most ${limits.observations} observations in all` });
  }
}

function readStep(step: StepEnvelope, pointer: string, data: DataSlice[], reading: Reading): ReadStep<Place> {
  const observations = step.observations.map((observation, index) =>
    reading.observation(observation, `${pointer}/observations/${index}`, data),
  );
  return { ...step, observations };
}

function findTooLarge(steps: ReadStep<Place>[], most: number): string | undefined {
  for (const [s, step] of steps.entries()) {
    const o = step.observations.findIndex(({ data }) => isLonger(data, most));
    if (o >= 0)
      return `/steps/${s}/observations/${o}/data is more than the ${most} bytes that one observation may have.`;
  }
  return undefined;
}
