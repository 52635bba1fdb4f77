import type { ObservationRole, StepReference } from '@flow-trail/contracts';
import { Rounds } from '../context/rounds.js';
import { runFlow, runStep } from '../context/run.js';
import type { RunOptions, RunStepOptions } from '../context/run.js';
import { currentScope } from '../context/scope.js';
import { Delivery, flowUrl } from '../delivery/delivery.js';
import { Progress } from '../delivery/progress.js';
import type { Transport } from '../delivery/transport.js';
import type { FlowSettings } from '../flow-settings.js';
import { limits } from '../limits.js';
import type { Receipt } from '../receipt.js';
import { Fate } from './fate.js';
import { FlowHead } from './flow-head.js';
import type { FinishFlowOptions, FlowNotes } from './flow-head.js';
import { Intake } from './intake.js';
import type { Portion } from './portion.js';
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
  readonly #throwOnError: boolean;
  readonly #warnings = new Warnings();
  readonly #intake: Intake;
  readonly #recorder: Recorder;
  readonly #head: FlowHead;
  readonly #tries = new Map<string, number>();
  readonly #rounds = new Rounds();
  readonly #steps: Step[] = [];
  #stepsAsked = 0;
  readonly #delivery: Delivery;
  readonly #progress: Progress | undefined;
  readonly #fate: Fate;

  /** @internal */
  constructor(settings: FlowSettings, connect: () => Transport) {
    this.id = settings.id;
    this.name = settings.name;
    this.attempt = settings.attempt;
    this.url = flowUrl(settings.endpoint, settings.id);
    this.#throwOnError = settings.throwOnError;
    this.#recorder = new Recorder(this.#warnings, settings);
    this.#fate = new Fate(settings, this.#recorder);
    this.#intake = new Intake(this.#warnings, this.#recorder.privacy);
    this.#head = new FlowHead(settings, this.#intake);
    const take = (everything: boolean) => this.#take(everything);
    this.#delivery = new Delivery(settings, connect, this.#warnings, take, () => this.#fate.settled('shutdown'));
    if (settings.send === 'incremental') this.#progress = this.#startProgress(settings);
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
    const known = this.#known();
    return known ? known.then(() => this.#send()) : this.#send();
  }

  #send(): Promise<Receipt> {
    const withheld = this.#start();
    if (!withheld) return this.#delivery.receipt();
    return withheld.error && this.#throwOnError ? Promise.reject(withheld.error) : Promise.resolve(withheld);
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
    const known = this.#known();
    if (known) void known.then(() => this.#start());
    else this.#start();
  }

  /** Settles when all that was captured is known, and has its place; undefined when it is. */
  #known(): Promise<void> | undefined {
    const place = () => this.#place(['input', 'config', 'output']);
    return this.#fate.known()?.then(() => this.#recorder.attempt('Finishing the flow', place));
  }

  /** Sends the flow, unless it is withheld: then its receipt. */
  #start(): Receipt | undefined {
    const withheld = this.#fate.decide(() => this.#hasFailed());
    if (!withheld) this.#fate.follow(this.#delivery.finish());
    return withheld;
  }

  #startProgress({ platform, heartbeatSeconds }: FlowSettings): Progress {
    const advance = () => (this.#fate.isOpen ? Promise.resolve() : this.#delivery.advance());
    const delivery = { advance, keep: this.#delivery.keep.bind(this.#delivery) };
    const progress = new Progress(delivery, platform, heartbeatSeconds);
    this.#recorder.stepEnded = () => progress.changed();
    progress.changed();
    return progress;
  }

  #seal(options: FinishFlowOptions): void {
    this.#progress?.stop();
    if (this.#stepsAsked > limits.steps)
      this.#warnings.add(`Recorded ${limits.steps} of ${this.#stepsAsked} steps: a flow has no more.`);
    this.#recorder.record('Finishing the flow', () => {
      this.#head.end(options);
      this.#place(['input', 'config', 'output']);
      // What is not known yet may need a step to stand in.
      if (this.#recorder.privacy.isPending && this.#steps.length === 0) this.#ownStep();
    });
    this.#recorder.seal();
  }

  /** Whether the last try of any step failed, or the flow said so itself. */
  #hasFailed(): boolean {
    const lastTries = new Map(this.#steps.map((step) => [`${step.iteration} ${step.name}`, step]));
    return this.#head.hasFailed || [...lastTries.values()].some((step) => step.hasFailed);
  }

  /** What is too large to describe the flow becomes an observation of its first or, for the output, last step. */
  #place(roles: readonly ObservationRole[]): void {
    const stepFor = (role: ObservationRole) => this.#steps.at(role === 'output' ? -1 : 0) ?? this.#ownStep();
    this.#head.place(roles, (role, json) => stepFor(role).describe(role, json));
  }

  #ownStep(): Step {
    const step = this.createStep(this.name);
    step.finish();
    return step;
  }

  #take(everything: boolean): Portion {
    if (!everything && this.#steps.length > 0) this.#place(['input', 'config']);
    const steps = this.#steps.flatMap((step) => step.take(everything) ?? []);
    const held = steps.flatMap((step) => step.held);
    const { shelf, tally } = this.#recorder;
    const giveBack = shelf.handOver(held);
    const accepted = (): void => {
      giveBack();
      tally.accepted(held.length);
    };
    return { print: this.#head.take(), steps, accepted };
  }
}
