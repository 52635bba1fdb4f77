import type { DecisionDeclaration, ObservationRole, Queryable, StepReference, StepStatus } from '@flow-trail/contracts';
import type { Decided } from '../decisions/described.js';
import { filterItems } from '../decisions/filter.js';
import type { FilterOptions } from '../decisions/filter.js';
import { given, listOf } from '../decisions/item-options.js';
import { judgeItems } from '../decisions/judge.js';
import type { Judge, Judgement, JudgeOptions } from '../decisions/judge.js';
import { rankItems } from '../decisions/rank.js';
import type { RankOptions } from '../decisions/rank.js';
import { selectItems } from '../decisions/select.js';
import type { SelectOptions } from '../decisions/select.js';
import { Intake } from './intake.js';
import { Observations } from './observations.js';
import type { ObservationFacts } from './observations.js';
import type { Description } from './description.js';
import { isSmall } from './is-small.js';
import type { Recorder } from './recorder.js';

const finalStatuses = ['completed', 'failed'] as const;

/** One piece of data that a step saw or made. */
export interface Capture {
  /** What the data is called, 1 to 256 characters. The same name again in one step makes version 2, 3, … */
  name: string;
  /**
   * Any value, kept as it is at this moment. For what JSON has no word for (undefined, a BigInt, a Map, an Error, a circle, a getter that
   * throws) stands a marker such as `{ "$ft": "bigint", "value": "12" }`, and the receipt's warnings name it.
   */
  data: unknown;
  /** Dotted paths inside a record to search and sort by, each with its type. Default none. */
  queryable?: Queryable;
  /** What the data was to the step. Default none. */
  role?: ObservationRole;
  /** How the records are read as decisions about candidates. Default none. */
  decision?: DecisionDeclaration;
}

/** What can be said of a step while it runs. */
export interface StepNotes {
  /** Why it went as it did, for a person; at most 4,096 characters. Default none. */
  reason?: string;
  /** Named finite numbers, such as tokens or cost. Default none. */
  metrics?: Record<string, number>;
}

/** How a step ended. */
export interface FinishStepOptions extends StepNotes {
  /** Default `completed`. */
  status?: 'completed' | 'failed';
}

/** Where a step stands in its flow. */
export interface StepPlace {
  version: number;
  iteration: number;
  position: number;
  parent?: StepReference;
  /** It could not become a part of its flow, and nothing of it will be sent. */
  isLost?: boolean;
}

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

/** One stage of a flow; made by `flow.createStep()`. They throw nothing but what your own functions throw. */
export class Step {
  readonly name: string;
  /** Which try this is: 1, 2, … */
  readonly version: number;
  /** 1, 2, … in a loop or over pages. */
  readonly iteration: number;
  readonly #head: StepHead;
  readonly #recorder: Recorder;
  readonly #intake: Intake;
  readonly #observations: Observations;
  #lastTaken: StepStatus | undefined;

  /** @internal */
  constructor(name: string, place: StepPlace, config: unknown, recorder: Recorder) {
    this.name = name;
    this.version = place.version;
    this.iteration = place.iteration;
    this.#head = { ...place, name, status: 'running', createdAt: recorder.now() };
    this.#recorder = recorder;
    this.#intake = new Intake(recorder.warnings, recorder.privacy);
    this.#observations = new Observations(name, recorder, this.#intake);
    if (config !== undefined)
      this.#observations.print('config', `config of step "${name}"`, config, (json) => {
        this.#head.config = this.describe('config', json);
      });
  }

  /** Keeps a snapshot of `data`: what happens to it later does not matter. Never throws. */
  capture(capture: Capture): this {
    if (this.#recorder.isSealed) this.#recorder.refused('late', this.name);
    else if (this.#head.isLost) {
      this.#recorder.refused('over-budget', this.name);
      return this;
    }
    this.#recorder.record(`A capture in step "${this.name}"`, () => {
      const { name, data, ...declared } = capture;
      const known = this.#intake.name('An observation', name);
      this.#observations.print(
        known,
        `data of "${this.name}/${known}"`,
        data,
        this.#observations.reserve(known, declared),
      );
    });
    return this;
  }

  /**
   * Keeps the items that survive the rules, and records the verdict of every rule on every item under `name`. Throws only what a rule throws,
   * after it was recorded.
   */
  filter<T>(name: string, items: Iterable<T>, options: FilterOptions<T>): T[] {
    return this.#decided(name, filterItems(listOf(items), given(options)));
  }

  /** Puts items in order, the best first, and keeps the first `limit`; records score, rank and outcome of each. Throws only what a reader throws. */
  rank<T>(name: string, items: Iterable<T>, options: RankOptions<T>): T[] {
    return this.#decided(name, rankItems(listOf(items), given(options)));
  }

  /** Draws one item, or `count` of them, or notes which were `chosen`; records the chance and outcome of each. Undefined when there is none to draw. */
  select<T>(name: string, items: Iterable<T>, options: SelectOptions<T> & { count: number }): T[];
  select<T>(name: string, items: Iterable<T>, options: SelectOptions<T>): T | undefined;
  select<T>(name: string, items: Iterable<T>, options: SelectOptions<T>): T | T[] | undefined {
    const { count } = given(options);
    const selected = this.#decided(name, selectItems(listOf(items), given(options), this.#recorder.random));
    return count === undefined ? selected[0] : selected;
  }

  /**
   * Asks `judge` about each item, several at a time, and keeps what survives the rules; records every answer, error, lost try and verdict. Rejects
   * only with what a rule throws: what the judge throws is among the `errors` of the result.
   */
  async judge<T, V>(
    name: string,
    items: Iterable<T>,
    judge: Judge<T, V>,
    options: JudgeOptions<T, V>,
  ): Promise<Judgement<T, V>> {
    return this.#decided(name, await judgeItems(listOf(items), judge, given(options)));
  }

  /** Ends the step; only the first call counts. A step that is never finished is sent as running. Never throws. */
  finish(options?: FinishStepOptions): void {
    const what = `step "${this.name}"`;
    this.#recorder.record(`Finishing ${what}`, () => {
      if (this.#head.finishedAt !== undefined) return;
      this.endAs(this.#intake.oneOf(finalStatuses, `status of ${what}`, options?.status) ?? 'completed');
      this.#note(options ?? {});
      this.#recorder.stepEnded();
    });
  }

  /** Says more of the step while it runs; metrics are merged by name. Never throws. */
  set(notes: StepNotes): this {
    this.#recorder.record(`Setting something of step "${this.name}"`, () => this.#note(notes));
    return this;
  }

  #note({ reason, metrics }: StepNotes): void {
    const what = `step "${this.name}"`;
    this.#head.reason = this.#intake.reason(what, reason) ?? this.#head.reason;
    const more = this.#intake.metrics(what, metrics);
    if (more) this.#head.metrics = { ...this.#head.metrics, ...more };
  }

  /** @internal Captures what `make` returns, unless that is undefined. What it throws becomes a warning. */
  captureMade(name: string, role: ObservationRole, make: () => unknown): void {
    this.#recorder.record(`Capturing ${name} of step "${this.name}"`, () => {
      const data = make();
      if (data !== undefined) this.capture({ name, data, role });
    });
  }

  /** @internal Captures what was thrown, in the innermost step that it went through. */
  captureThrown(error: unknown): void {
    if (this.#recorder.isNews(error)) this.capture({ name: 'error', data: error });
  }

  /** @internal Finishes as `make` says. What it throws becomes a warning. */
  finishMade(make: () => FinishStepOptions): void {
    let options: FinishStepOptions | undefined;
    this.#recorder.record(`Describing the end of step "${this.name}"`, () => {
      options = make();
    });
    this.finish(options);
  }

  #decided<R>(name: string, { result, describe, failure }: Decided<R>): R {
    this.#recorder.record(`A decision in step "${this.name}"`, () => void this.capture({ name, ...describe() }));
    if (failure) throw failure.thrown;
    return result;
  }

  /** @internal What describes a step or flow: as it is, or what is too large for that as an observation. */
  describe(role: ObservationRole, json: string): Description {
    return isSmall(json) ? json : { json, observation: this.#observations.reserve(role, { role })(json) };
  }

  /** @internal */
  endAs(status: 'completed' | 'failed'): void {
    this.#head.finishedAt = this.#recorder.now();
    this.#head.status = status;
  }

  /** @internal */
  get hasFailed(): boolean {
    return this.#head.status === 'failed';
  }

  /** @internal */
  isRecordedBy(recorder: Recorder): boolean {
    return this.#recorder === recorder;
  }

  /** @internal */
  get reference(): StepReference {
    return { name: this.name, version: this.version, iteration: this.iteration };
  }

  /** @internal What was not taken yet, and from now on is: observations only of a step that has ended, unless everything is asked for. */
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
