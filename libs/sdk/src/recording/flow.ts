import type { ObservationRole, StepReference } from '@flow-trail/contracts';
import { Delivery, flowUrl } from '../delivery/delivery.js';
import type { Transport } from '../delivery/transport.js';
import type { FlowSettings } from '../flow-settings.js';
import type { Receipt } from '../receipt.js';
import { Intake } from './intake.js';
import { isSmall } from './json-text.js';
import { printPush } from './push-text.js';
import type { FlowEnding } from './push-text.js';
import { Recorder } from './recorder.js';
import { Step } from './step.js';
import { Warnings } from './warnings.js';

const finalStatuses = ['completed', 'failed'] as const;

/** Where a step stands. Every one is optional. */
export interface StepOptions {
  /** 1, 2, … in a loop or over pages. Default 1. */
  iteration?: number;
  /** The step of the same flow in which this one runs. Default none. */
  parent?: Step;
  /** How the step was set up; any JSON value. Over 4 KiB it is sent as an observation of the step. Default none. */
  config?: unknown;
  /** 0, 1, … in the order of the flow. Default: the order of creation. */
  position?: number;
}

/** How a flow ended. */
export interface FinishFlowOptions {
  /** Default: failed if the last try of any step failed, else completed. */
  status?: 'completed' | 'failed';
  /** Why it ended like this, for a person; at most 4,096 characters. Default none. */
  reason?: string;
  /** What the run produced; any JSON value. Over 4 KiB it is sent as an observation of the last step. Default none. */
  output?: unknown;
}

/** One run of a process; made by `createFlow()`. None of its methods throws. */
export class Flow {
  /** UUID. */
  readonly id: string;
  readonly name: string;
  /** Where a person will look at the flow; the receipt carries the server's own word. */
  readonly url: string;
  readonly #settings: FlowSettings;
  readonly #transport: Transport;
  readonly #warnings = new Warnings();
  readonly #intake = new Intake(this.#warnings);
  readonly #recorder: Recorder;
  readonly #createdAt: number;
  readonly #input: string | undefined;
  readonly #config: string | undefined;
  readonly #tries = new Map<string, number>();
  readonly #steps: Step[] = [];
  #delivery: Delivery | undefined;

  /** @internal */
  constructor(settings: FlowSettings, transport: Transport) {
    this.id = settings.id;
    this.name = settings.name;
    this.url = flowUrl(settings.endpoint, settings.id);
    this.#settings = settings;
    this.#transport = transport;
    this.#recorder = new Recorder(this.#warnings, settings.platform.now);
    this.#createdAt = settings.platform.now();
    this.#input = this.#snapshot('input', settings.input);
    this.#config = this.#snapshot('config', settings.config);
  }

  /** Starts a step. The same name and iteration again is the next try of it: version 2, 3, … Never throws. */
  createStep(name: string, options?: StepOptions): Step {
    const known = typeof name === 'string' ? name : '';
    let step: Step | undefined;
    this.#recorder.record(`Creating step "${known}"`, () => {
      step = this.#newStep(this.#intake.name('A step', known), options ?? {});
      this.#steps.push(step);
    });
    return step ?? new Step(known, { version: 1, iteration: 1, position: 0 }, undefined, this.#recorder);
  }

  /**
   * Sends the whole flow in one request, all or nothing, and tries again under the same idempotency key while that can help. The promise
   * always resolves (unless `throwOnError`); calling again gives the same promise, or after a drop another round of tries of the same bytes.
   */
  finish(options?: FinishFlowOptions): Promise<Receipt> {
    this.#delivery ??= new Delivery(this.#settings, this.#transport, this.#warnings, this.#seal(options ?? {}));
    return this.#delivery.receipt();
  }

  #newStep(name: string, { iteration, position, parent, config }: StepOptions): Step {
    const what = `of step "${name}"`;
    const round = this.#intake.count(`iteration ${what}`, iteration, 1) ?? 1;
    const place = {
      iteration: round,
      version: this.#nextTry(name, round),
      position: this.#intake.count(`position ${what}`, position, 0) ?? this.#steps.length,
      parent: this.#parentReference(what, parent),
    };
    return new Step(name, place, config, this.#recorder);
  }

  #nextTry(name: string, iteration: number): number {
    const key = `${iteration} ${name}`;
    const version = (this.#tries.get(key) ?? 0) + 1;
    this.#tries.set(key, version);
    return version;
  }

  #parentReference(what: string, parent: Step | undefined): StepReference | undefined {
    if (!parent || this.#steps.includes(parent)) return parent?.reference;
    this.#warnings.add(`The parent ${what} was ignored: it is no step of this flow.`);
    return undefined;
  }

  #snapshot(role: ObservationRole, value: unknown): string | undefined {
    return value === undefined ? undefined : this.#intake.json(`${role} of the flow`, value);
  }

  /** What is too large to describe the flow becomes an observation of its first or, for the output, last step. */
  #describe(role: ObservationRole, json: string | undefined): string | undefined {
    if (json === undefined || isSmall(json)) return json;
    const step = this.#steps.at(role === 'output' ? -1 : 0) ?? this.#ownStep();
    return step.describe(role, json);
  }

  #ownStep(): Step {
    const step = this.createStep(this.name);
    step.finish();
    return step;
  }

  /** Closes the flow and returns what prints it: printing a large flow can fail, which is for the delivery to report. */
  #seal({ status, reason, output }: FinishFlowOptions): () => string {
    const ending: FlowEnding = { createdAt: this.#createdAt, finishedAt: this.#settings.platform.now() };
    this.#recorder.record('Finishing the flow', () => {
      ending.status = this.#intake.oneOf(finalStatuses, 'status of the flow', status);
      ending.reason = this.#intake.reason('the flow', reason);
      ending.input = this.#describe('input', this.#input);
      ending.config = this.#describe('config', this.#config);
      ending.output = this.#describe('output', this.#snapshot('output', output));
    });
    this.#recorder.seal();
    return () => printPush(this.#settings, ending, this.#steps);
  }
}
