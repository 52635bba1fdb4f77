import type { StepReference } from '@flow-trail/contracts';
import { Rounds } from '../context/rounds.js';
import { runFlow, runStep } from '../context/run.js';
import type { RunOptions, RunStepOptions } from '../context/run.js';
import { currentScope } from '../context/scope.js';
import type { FlowSettings } from '../flow-settings.js';
import { flowUrl } from '../flow-url.js';
import { limits } from '../limits.js';
import type { Receipt } from '../receipt.js';
import { FlowHead } from './flow-head.js';
import type { FinishFlowOptions, FlowNotes } from './flow-head.js';
import { Intake } from './intake.js';
import { LateSender } from './late-sender.js';
import { Recorder } from './recorder.js';
import { Step } from './step.js';
import { Warnings } from './warnings.js';

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
  readonly #warnings = new Warnings();
  readonly #intake: Intake;
  readonly #recorder: Recorder;
  readonly #head: FlowHead;
  readonly #tries = new Map<string, number>();
  readonly #rounds = new Rounds();
  readonly #steps: Step[] = [];
  #stepsAsked = 0;
  readonly #sender: LateSender;

  /** @internal */
  constructor(settings: FlowSettings) {
    this.id = settings.id;
    this.name = settings.name;
    this.attempt = settings.attempt;
    this.url = flowUrl(settings.endpoint, settings.id);
    this.#recorder = new Recorder(this.#warnings, settings);
    this.#intake = new Intake(this.#warnings, this.#recorder.privacy);
    this.#head = new FlowHead(settings, this.#intake);
    this.#sender = new LateSender({
      settings,
      recorder: this.#recorder,
      head: this.#head,
      steps: this.#steps,
      addOwnStep: () => this.#addOwnStep(),
    });
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
    let known: RunStepOptions<Result> = {};
    this.#recorder.record(`Reading the options of step "${name}"`, () => {
      known = { ...options };
      known.parent ??= this.#currentStep();
      known.iteration ??= this.#rounds.next(name, known.parent);
    });
    const step = this.createStep(name, known);
    return runStep({ flow: this, step }, fn, { ...known, input }, () => this.#rounds.ended(step, known.parent));
  }

  /** Starts a step. The same name and iteration again is the next try of it: version 2, 3, … Never throws. */
  createStep(name: string, options?: StepOptions): Step {
    const known = typeof name === 'string' ? name : '';
    let step: Step | undefined;
    this.#recorder.record(`Creating step "${known}"`, () => {
      this.#stepsAsked += 1;
      if (this.#steps.length >= limits.steps) return;
      step = this.#newStep(this.#intake.name('A step', known), options ?? {});
      this.#steps.push(step);
    });
    return step ?? new Step(known, { version: 1, iteration: 1, position: 0, isLost: true }, undefined, this.#recorder);
  }

  /** Says more of the flow while it runs. Never throws. */
  set(notes: FlowNotes): this {
    this.#recorder.record('Setting something of the flow', () => this.#head.set(notes));
    return this;
  }

  /**
   * Sends the whole flow in one request, all or nothing, and tries again under the same idempotency key while that can help. The promise
   * always resolves (unless `throwOnError`); calling again gives the same promise, or after a drop another round of tries of the same bytes.
   */
  finish(options?: FinishFlowOptions): Promise<Receipt> {
    if (!this.#recorder.isSealed) this.#seal(options ?? {});
    return this.#sender.receipt();
  }

  #newStep(name: string, { iteration, position, parent, config }: StepOptions): Step {
    const what = `of step "${name}"`;
    const round = this.#intake.count(`iteration ${what}`, iteration, 1) ?? 1;
    const place = {
      iteration: this.#rounds.seen(name, round),
      version: this.#nextTry(name, round),
      position: this.#intake.count(`position ${what}`, position, 0) ?? this.#steps.length,
      parent: this.#parentReference(what, parent ?? this.#currentStep()),
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
    if (!parent || parent.isRecordedBy(this.#recorder)) return parent?.reference;
    this.#warnings.add(`The parent ${what} was ignored: it is no step of this flow.`);
    return undefined;
  }

  #currentStep(): Step | undefined {
    const scope = currentScope();
    return scope?.flow === this ? scope.step : undefined;
  }

  #finishMade(make: () => FinishFlowOptions): void {
    let options: FinishFlowOptions = {};
    this.#recorder.record('Describing the end of the flow', () => {
      options = make();
    });
    if (!this.#recorder.isSealed) this.#seal(options);
    this.#sender.finish();
  }

  #seal(options: FinishFlowOptions): void {
    if (this.#stepsAsked > limits.steps)
      this.#warnings.add(`Recorded ${limits.steps} of ${this.#stepsAsked} steps: a flow has no more.`);
    this.#recorder.record('Finishing the flow', () => this.#head.end(options));
    this.#recorder.seal();
  }

  #addOwnStep(): Step {
    const step = this.#newStep(this.name, {});
    this.#steps.push(step);
    step.endAs('completed');
    return step;
  }
}
