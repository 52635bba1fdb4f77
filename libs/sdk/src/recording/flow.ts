import { currentScope } from '#scope';
import type { JsonObject, ObservationRole, StepReference } from '@flow-trail/contracts';
import { greatestBytes } from '../budget/limits.js';
import { Rounds } from '../context/rounds.js';
import { runFlow, runStep } from '../context/run.js';
import type { RunOptions, RunStepOptions } from '../context/run.js';
import type { FlowSettings } from '../flow-settings.js';
import { flowUrl } from '../flow-url.js';
import { copied } from '../decisions/record-table.js';
import { mostSteps } from '../limits.js';
import type { Receipt } from '../receipt.js';
import { isSmall } from './is-small.js';
import { LateKeeper } from './late-keeper.js';
import { countFor, nameFor } from './names.js';
import { Recorder } from './recorder.js';
import { snapshot } from './snapshot.js';
import { Step } from './step.js';

/** What can be said of a flow while it runs. */
export interface FlowNotes {
  /** Added to those that it has; 64 at most. */
  tags?: readonly string[];
  /** Merged by key into what it has; 4 KiB at most as JSON. */
  metadata?: JsonObject;
  /** Why it went as it did, for a person; at most 4,096 characters. */
  reason?: string;
  /** What the run produced; any JSON value. Over 4 KiB it is sent as an observation of the last step. */
  output?: unknown;
}

/** How a flow ended. */
export interface FinishFlowOptions {
  /** Default: failed if the last try of any step failed, else completed. */
  status?: 'completed' | 'failed';
  /** Why it ended like this, for a person; at most 4,096 characters. Default: what `set()` said. */
  reason?: string;
  /** What the run produced; any JSON value. Over 4 KiB it is sent as an observation of the last step. Default: what `set()` said. */
  output?: unknown;
}

/** Where a step stands. Every one is optional. */
export interface StepOptions {
  /** 1, 2, … in a loop or over pages. Default 1. */
  iteration?: number;
  /** The step of the same flow in which this one runs. Default: the current step, inside of `flow.step()`. */
  parent?: Step;
  /** How the step was set up; any JSON value. Over 4 KiB it is sent as an observation of the step. Default none. */
  config?: unknown;
  /** 0, 1, … in the order of the flow. Default: the order of creation. */
  position?: number;
}

/** One run of a process; made by `createFlow()`. None of its methods throws. */
export class Flow {
  /** UUID. */
  readonly id: string;
  readonly name: string;
  /** Which run of this id: 1, 2, … */
  readonly attempt: number;
  /** Where a person will look at the flow; the receipt carries the server's own word. */
  readonly url: string;
  readonly #recorder: Recorder;
  readonly #keeper: LateKeeper;
  readonly #tries = new Map<string, number>();
  readonly #rounds = new Rounds();
  #stepsAsked = 0;

  /** @internal */
  constructor(settings: FlowSettings) {
    const { id, name, attempt, endpoint, metadata, input, config } = settings;
    this.id = id;
    this.name = name;
    this.attempt = attempt;
    this.url = flowUrl(endpoint, id);
    this.#recorder = new Recorder(settings);
    this.#keeper = new LateKeeper(settings, this.#recorder);
    this.#keepValues({ metadata, input, config });
  }

  /**
   * Calls `fn` and returns what it returns, a promise included. When that has settled the flow is finished and sent in the background; an
   * error is kept as the reason of the failed flow, and thrown on. Meanwhile `currentFlow()` is this flow, on Node. `finish()` then gives
   * the receipt.
   *
   * @example
   * const film = await createFlow('movie-night').run(() => chooseFilm(request), { output: true });
   */
  run<Result>(fn: (flow: Flow) => Result, options?: RunOptions<Result>): Result {
    return runFlow(this, fn, options ?? {}, (ending) => this.#finishMade(ending));
  }

  /**
   * Calls `fn` as a step of this flow and returns what it returns, a promise included. The step ends when that has settled; an error is kept,
   * the step failed, and thrown on. Inside of another step it is a part of that one. Of the same name, unless `iteration` says otherwise: after
   * one that failed it is the next try, else the next iteration.
   *
   * @example
   * const films = await flow.step('search', () => search(words), { reason: (found) => `${found.length} films match` });
   */
  step<Result>(name: string, fn: (step: Step) => Result, options?: RunStepOptions<Result>): Result {
    return this.stepMade(name, fn, options, () => options?.input);
  }

  /** @internal The same with an input that is made when it is captured. */
  stepMade<Result>(
    name: string,
    fn: (step: Step) => Result,
    options: RunStepOptions<Result> | undefined,
    input: () => unknown,
  ): Result {
    const read = (): RunStepOptions<Result> => {
      const given = { ...options };
      given.parent ??= this.#currentStep();
      given.iteration ??= this.#rounds.next(nameFor(name), given.parent);
      return given;
    };
    const known = this.#recorder.record(`Creating step "${nameFor(name)}"`, read) ?? {};
    const step = this.createStep(name, known);
    const ended = () => this.#recorder.attempt('Recording', () => this.#rounds.ended(step, known.parent));
    return runStep({ flow: this, step }, fn, { ...known, input }, ended);
  }

  /** Starts a step. The same name and iteration again is the next try of it: version 2, 3, … Never throws. */
  createStep(name: string, options?: StepOptions): Step {
    const known = nameFor(name);
    const step = this.#recorder.record(`Creating step "${known}"`, () =>
      ++this.#stepsAsked <= mostSteps ? this.#newStep(name, options ?? {}) : undefined,
    );
    return step ?? new Step(known, { version: 1, iteration: 1, position: 0 }, undefined, this.#recorder);
  }

  /** Says more of the flow while it runs. Never throws. */
  set(notes: FlowNotes): this {
    this.#recorder.record('Setting something of the flow', () => {
      const { tags, metadata, reason, output } = notes;
      const { json } = snapshot({ tags, reason });
      this.#keeper.keep(({ head }) => head.note(json));
      this.#keepValues({ metadata, output });
    });
    return this;
  }

  /**
   * Sends the whole flow in one request, all or nothing, and tries again under the same idempotency key while that can help. The promise
   * always resolves (unless `throwOnError`); calling again gives the same promise, or after a drop another round of tries of the same bytes.
   */
  finish(options?: FinishFlowOptions): Promise<Receipt> {
    this.#seal(options);
    return this.#keeper.receipt();
  }

  #newStep(given: string, { config, ...asked }: StepOptions): Step {
    const name = nameFor(given);
    const iteration = this.#rounds.seen(name, countFor(asked.iteration, 1) ?? 1);
    const place = {
      iteration,
      version: this.#nextTry(name, iteration),
      position: countFor(asked.position, 0) ?? this.#stepsAsked - 1,
      parent: this.#referenceOf(asked.parent ?? this.#currentStep()),
    };
    this.#keeper.keep(({ intake }) => intake.step({ ...asked, name: given }, { ...place, name }));
    return new Step(name, place, config, this.#recorder, this.#keeper);
  }

  #nextTry(name: string, iteration: number): number {
    const key = `${iteration} ${name}`;
    const version = (this.#tries.get(key) ?? 0) + 1;
    this.#tries.set(key, version);
    return version;
  }

  #referenceOf(parent: unknown): StepReference | undefined {
    return parent instanceof Step && parent.isRecordedBy(this.#recorder) ? parent.reference : undefined;
  }

  #currentStep(): Step | undefined {
    const scope = currentScope();
    return scope?.flow === this ? scope.step : undefined;
  }

  #finishMade(make: () => FinishFlowOptions): void {
    this.#seal(this.#recorder.record('Finishing the flow', make));
    this.#keeper.finish();
  }

  #seal(options: FinishFlowOptions | undefined): void {
    if (this.#recorder.isSealed) return;
    this.#keeper.keep(({ intake }) => intake.steps(this.#stepsAsked));
    this.#recorder.record('Finishing the flow', () => {
      const { status, reason, output } = copied(options) as FinishFlowOptions;
      const now = this.#recorder.now();
      const { json } = snapshot({ status, reason });
      this.#keeper.keep(({ head }) => head.end(now, json));
      this.#keepValues({ output });
    });
    this.#recorder.isSealed = true;
  }

  #keepValues(values: { [name in ObservationRole | 'metadata']?: unknown }): void {
    for (const name of ['metadata', 'input', 'config', 'output'] as const) {
      if (values[name] === undefined) continue;
      this.#recorder.take(values[name], { name }, (taken) =>
        this.#keeper.keep(({ head }) => head.keep(name, taken), isSmall(taken.json) ? 0 : greatestBytes(taken.json)),
      );
    }
  }
}
