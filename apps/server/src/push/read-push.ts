import { limits } from '@flow-trail/contracts';
import { FlowEnvelope, ObservationEnvelope, PushEnvelope, StepEnvelope, StepReferenceEnvelope } from './envelope.js';
import { readLines } from './read-lines.js';
import { Reading, invalid, type ReadPushResult, type ReadStep } from './reading.js';
import { slice, type DataSlice } from './slice.js';

export type { ReadObservation, ReadPush, ReadPushResult, ReadStep } from './reading.js';

/** How a body may be written. */
export const bodyTypes = { json: 'application/json', lines: 'application/x-ndjson' } as const;

/** Reads a decoded body of one of the `bodyTypes`. The same bytes give the same result, at the door and in the processor. */
export function readPush(
  body: Uint8Array,
  observationBytes: number,
  contentType: string = bodyTypes.json,
): ReadPushResult {
  return contentType === bodyTypes.lines ? readLines(body, observationBytes) : readJson(body, observationBytes);
}

function readJson(body: Uint8Array, observationBytes: number): ReadPushResult {
  const sliced = slice(body, { depth: limits.depth, nodes: limits.nodes });
  if (!sliced.ok) return sliced;
  const reading = new Reading();
  const envelope = hydrate(sliced.push.envelope, reading);
  if (envelope && reading.errors.length === 0) validate(envelope, reading);
  if (!envelope || reading.errors.length > 0) return invalid(reading.errors);
  const steps = envelope.steps.map((step, index) => readStep(step, `/steps/${index}`, body, sliced.push.data, reading));
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

function readStep(
  step: StepEnvelope,
  pointer: string,
  body: Uint8Array,
  data: DataSlice[],
  reading: Reading,
): ReadStep {
  const observations = step.observations.map((observation, index) =>
    reading.observation(observation, `${pointer}/observations/${index}`, body, data),
  );
  return { ...step, observations };
}

function findTooLarge(steps: ReadStep[], most: number): string | undefined {
  for (const [s, step] of steps.entries()) {
    const o = step.observations.findIndex(({ data }) => data.byteLength > most);
    if (o >= 0)
      return `/steps/${s}/observations/${o}/data is more than the ${most} bytes that one observation may have.`;
  }
  return undefined;
}
