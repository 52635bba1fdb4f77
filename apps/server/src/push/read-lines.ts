import { limits } from '@flow-trail/contracts';
import {
  FlowEnvelope,
  ObservationEnvelope,
  StepEnvelope,
  StepReferenceEnvelope,
  type PushEnvelope,
} from './envelope.js';
import { finishFlow, finishStep } from './finish.js';
import { LineEnvelope, lineKinds } from './line-envelope.js';
import { Reading, invalid, isLonger, type Place, type ReadObservation, type ReadPushResult } from './reading.js';
import type { SliceLinesResult, SlicedLine } from './slice-lines.js';

/** Lines that begin or finish a flow or a step, in one body. */
const mostHeads = 4 * limits.steps;

/** Reads an NDJSON body into what a JSON body of the same content is read into. Pointers begin with the index of the line. */
export function readLines(sliced: SliceLinesResult, observationBytes: number): ReadPushResult<Place> {
  if (!sliced.ok) return sliced;
  const lines = new LinesReading(observationBytes);
  for (const line of sliced.lines) lines.read(line);
  return lines.end();
}

interface StepSoFar {
  said: StepEnvelope;
  observations: ReadObservation<Place>[];
}

/** The lines in their order, and what they amount to. */
class LinesReading {
  readonly #reading = new Reading();
  readonly #steps = new Map<string, StepSoFar>();
  #flow: FlowEnvelope | undefined;
  #heads = 0;
  #observations = 0;
  #tooLarge: string | undefined;

  constructor(private readonly observationBytes: number) {}

  read(line: SlicedLine): void {
    const pointer = `/${line.index}`;
    const said = this.#reading.as(LineEnvelope, line.envelope, pointer);
    if (!said) return;
    const [kind, ...others] = lineKinds.filter((name) => said[name] !== undefined);
    const isUnknown = !kind && Object.keys(line.envelope as object).length > 0;
    if (isUnknown) return;
    if (!kind || others.length > 0) return this.#refuse(pointer, 'must hold one of flow, step and observation');
    if (kind === 'flow') this.#readFlow(said.flow, `${pointer}/flow`);
    else if (!this.#flow) this.#refuse(`${pointer}/${kind}`, 'comes before the line of its flow');
    else if (kind === 'step') this.#readStep(said.step, `${pointer}/step`);
    else this.#readObservation(said.observation, `${pointer}/observation`, line);
  }

  end(): ReadPushResult<Place> {
    const { errors } = this.#reading;
    if (!this.#flow && errors.length === 0) this.#refuse('', 'must have a line with the flow');
    const [, line] = /^\/(\d+)/.exec(errors[0]?.pointer ?? '') ?? [];
    if (errors.length > 0 || !this.#flow) return invalid(errors, line ? `Line ${Number(line) + 1}: ` : '');
    if (this.#tooLarge) return { ok: false, code: 'payload-too-large', detail: this.#tooLarge };
    const steps = [...this.#steps.values()].map(({ said, observations }) => ({ ...said, observations }));
    return { ok: true, push: { flow: this.#flow, steps, warnings: this.#reading.warnings() } };
  }

  #refuse(pointer: string, detail: string): void {
    this.#reading.errors.push({ pointer, detail });
  }

  #readFlow(value: unknown, pointer: string): void {
    if (!this.#countHead(pointer)) return;
    const line = this.#reading.as(FlowEnvelope, value, pointer);
    const first = this.#flow;
    if (line && first) {
      this.#expectSame(line.id, first.id, `${pointer}/id`);
      this.#expectSame(line.attempt, first.attempt ?? 1, `${pointer}/attempt`);
    }
    // What is wrong is kept too: the body is refused in the end, and the lines after this one are not blamed for it.
    this.#flow = line && first ? finishFlow(first, line) : (line ?? first ?? new FlowEnvelope());
    if (line) this.#reading.validate(this.#flow, pointer);
  }

  #expectSame(later: unknown, first: unknown, pointer: string): void {
    if ((later ?? first) !== first) this.#refuse(pointer, 'must be the same as in the first line of the flow');
  }

  #readStep(value: unknown, pointer: string): void {
    if (!this.#countHead(pointer)) return;
    const line = this.#reading.as(StepEnvelope, value, pointer);
    if (!line) return;
    const inside: unknown = line.observations ?? [];
    if (!Array.isArray(inside) || inside.length > 0) {
      this.#refuse(`${pointer}/observations`, 'must be empty: each observation has a line of its own');
    }
    line.observations = [];
    if (line.parent) {
      line.parent = this.#reading.as(StepReferenceEnvelope, line.parent, `${pointer}/parent`) ?? line.parent;
    }
    this.#keepStep(line, pointer);
  }

  #keepStep(line: StepEnvelope, pointer: string): void {
    const key = keyOf(line);
    const first = this.#steps.get(key);
    const said = first ? finishStep(first.said, line) : line;
    this.#steps.set(key, { said, observations: first?.observations ?? [] });
    this.#reading.validate(said, pointer);
    if (!first && this.#steps.size === limits.steps + 1) {
      this.#refuse(pointer, `is one more than the ${limits.steps} steps that a body may hold`);
    }
  }

  #readObservation(value: unknown, pointer: string, { data }: SlicedLine): void {
    if (++this.#observations > limits.observations) {
      if (this.#observations === limits.observations + 1) {
        this.#refuse(pointer, `is one more than the ${limits.observations} observations that a body may hold`);
      }
      return;
    }
    const line = this.#reading.as(ObservationEnvelope, value, pointer);
    if (!line) return;
    const step = this.#stepOf(line, pointer);
    // In JSON the step stands around the observation, and this field says nothing.
    delete line.step;
    if (!this.#reading.validate(line, pointer) || !step) return;
    const observation = this.#reading.observation(line, pointer, data);
    if (isLonger(observation.data, this.observationBytes)) {
      this.#tooLarge ??= `${pointer}/data is more than the ${this.observationBytes} bytes that one observation may have.`;
    }
    step.observations.push(observation);
  }

  #stepOf({ step }: { step?: unknown }, pointer: string): StepSoFar | undefined {
    const reference = this.#reading.as(StepReferenceEnvelope, step, `${pointer}/step`);
    if (!reference || !this.#reading.validate(reference, `${pointer}/step`)) return undefined;
    const found = this.#steps.get(keyOf(reference));
    if (!found) this.#refuse(`${pointer}/step`, 'names a step that no line before this one has');
    return found;
  }

  #countHead(pointer: string): boolean {
    if (++this.#heads === mostHeads + 1) {
      this.#refuse(pointer, `is one more than the ${mostHeads} lines of flow and steps that a body may hold`);
    }
    return this.#heads <= mostHeads;
  }
}

const keyOf = ({
  name,
  iteration,
  version,
}: Pick<PushEnvelope['steps'][number], 'name' | 'iteration'> & { version?: number }): string =>
  JSON.stringify([name, iteration ?? 1, version ?? 1]);
