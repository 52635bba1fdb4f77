import type { ObservationRole, StepReference, StepStatus } from '@flow-trail/contracts';
import { isSmall } from '../recording/is-small.js';
import { snapshot } from '../recording/snapshot.js';
import type { Snapshot } from '../recording/snapshot.js';
import type { StepPlace } from '../recording/step.js';
import type { Description } from './description.js';
import type { FlowKeeper } from './flow-keeper.js';
import { finalStatuses } from './intake.js';
import { Observations } from './observations.js';
import type { ObservationFacts } from './observations.js';

/** What is known of a step but what it captured. */
export interface StepHead extends StepPlace {
  name: string;
  status: StepStatus;
  reason?: string;
  config?: Description;
  metrics?: Record<string, number>;
  createdAt: number;
  finishedAt?: number;
}

/** What there is to send of a step at one time. */
export interface StepFacts extends StepHead, ObservationFacts {}

/** What is known of a step until the server has it. */
export class StepKeeper {
  readonly #head: StepHead;
  readonly #flow: FlowKeeper;
  readonly #observations: Observations;
  #lastTaken: StepStatus | undefined;

  constructor(head: StepHead, flow: FlowKeeper) {
    this.#head = head;
    this.#flow = flow;
    this.#observations = new Observations(head.name, flow);
  }

  get reference(): StepReference {
    const { name, version, iteration } = this.#head;
    return { name, version, iteration };
  }

  get hasFailed(): boolean {
    return this.#head.status === 'failed';
  }

  configure(taken: Snapshot): void {
    this.#observations.note('config', `config of step "${this.#head.name}"`, taken);
    this.#head.config = this.describe('config', taken.json);
  }

  /** JSON text of a reason and metrics. */
  note(json: string): void {
    const { intake } = this.#flow;
    const { reason, metrics } = JSON.parse(json) as Record<string, unknown>;
    const what = `step "${this.#head.name}"`;
    this.#head.reason = intake.reason(what, reason) ?? this.#head.reason;
    const more = intake.metrics(what, metrics);
    if (more) this.#head.metrics = { ...this.#head.metrics, ...more };
  }

  /** The same with a status. */
  end(finishedAt: number, json: string): void {
    const { status } = JSON.parse(json) as Record<string, unknown>;
    const what = `status of step "${this.#head.name}"`;
    this.#head.finishedAt = finishedAt;
    this.#head.status = this.#flow.intake.oneOf(finalStatuses, what, status) ?? 'completed';
    this.note(json);
    this.#flow.changed();
  }

  /** Makes room under a name, with what is declared of it; the result keeps the data there, or notes that it was lost. */
  reserve(name: string, declared: Snapshot): (taken: Snapshot | undefined) => void {
    const put = this.#observations.reserve(name, declared);
    return (taken) => {
      put(taken);
      // What is known only now would else wait for the next step.
      if (this.#head.finishedAt !== undefined) this.#flow.changed();
    };
  }

  /** So many captures under a name were lost before there was anybody to keep them. */
  lost(name: string, count: number): void {
    this.#observations.lost(name, count);
  }

  /** What describes a step or flow: as it is, or what is too large for that as an observation. */
  describe(role: ObservationRole, json: string): Description {
    if (isSmall(json)) return json;
    this.#flow.recorder.tally.captured();
    this.#observations.reserve(role, snapshot({ name: role, role }))({ json });
    return { json, observation: JSON.stringify(`${this.#head.name}/${role}`) };
  }

  /** What was not taken yet, and from now on is: observations only of a step that has ended, unless everything is asked for. */
  take(everything: boolean): StepFacts | undefined {
    const isOver = everything || this.#head.finishedAt !== undefined;
    const isNews = this.#lastTaken !== this.#head.status || (isOver && !this.#observations.isEmpty);
    if (!isNews) return undefined;
    this.#lastTaken = this.#head.status;
    return {
      ...this.#head,
      ...(isOver ? this.#observations.take() : { held: [] }),
    };
  }
}
