import type { DecisionDeclaration, ObservationRole, Queryable, StepReference } from '@flow-trail/contracts';
import { host } from '#host';
import { greatestBytes } from '../budget/limits.js';
import type { Decided } from '../decisions/described.js';
import { filterItems } from '../decisions/filter.js';
import type { FilterOptions } from '../decisions/filter.js';
import { given, listOf } from '../decisions/item-options.js';
import { judgeItems } from '../decisions/judge.js';
import type { Judge, Judgement, JudgeOptions } from '../decisions/judge.js';
import { rankItems } from '../decisions/rank.js';
import type { RankOptions } from '../decisions/rank.js';
import { copied } from '../decisions/record-table.js';
import { selectItems } from '../decisions/select.js';
import type { SelectOptions } from '../decisions/select.js';
import type { StepKeeper } from '../keeping/step-keeper.js';
import { partSoon } from './late-keeper.js';
import type { LateKeeper, Later } from './late-keeper.js';
import { nameFor } from './names.js';
import type { Recorder } from './recorder.js';
import { snapshot } from './snapshot.js';

const mostNamesLost = 100;

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
}

/**
 * One stage of a flow; made by `flow.createStep()`. It throws nothing but what your own functions throw: rules, readers, and options that throw
 * when a word that decides is read, which becomes a `FlowTrailError` with code `invalid-option`.
 */
export class Step {
  readonly name: string;
  /** Which try this is: 1, 2, … */
  readonly version: number;
  /** 1, 2, … in a loop or over pages. */
  readonly iteration: number;
  readonly #recorder: Recorder;
  readonly #keeper: Later<StepKeeper> | undefined;
  readonly #lost = new Map<string, number>();
  #isOver = false;
  /** @internal */
  hasFailed = false;

  /** @internal Without a keeper it could not become a part of its flow, and nothing of it will be sent. */
  constructor(name: string, place: StepPlace, config: unknown, recorder: Recorder, keeper?: LateKeeper) {
    this.name = name;
    this.version = place.version;
    this.iteration = place.iteration;
    this.#recorder = recorder;
    const head = { ...place, name, createdAt: recorder.now() };
    this.#keeper = keeper?.later((flow) => flow.addStep({ ...head, status: 'running' }));
    if (config !== undefined)
      recorder.take(config, { step: name, name: 'config' }, (taken) =>
        this.#keep((step) => step.configure(taken), taken.json),
      );
  }

  /** Keeps a snapshot of `data`: what happens to it later does not matter. Never throws. */
  capture(capture: Capture): this {
    if (this.#recorder.isSealed) this.#recorder.refused('late', this.name);
    else if (!this.#keeper) {
      this.#recorder.refused('over-budget', this.name);
      return this;
    }
    this.#recorder.record(`A capture in step "${this.name}"`, () => {
      const { data, ...declared } = capture;
      this.#observe(nameFor(declared.name), data, declared);
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
    return this.#decided(name, selectItems(listOf(items), given(options), this.#recorder.random));
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
    const assessed = await judgeItems(listOf(items), judge, given(options));
    const part = host.sending.part ?? (await partSoon());
    const describe = part && (() => part.describeJudgement(assessed, given(options)));
    return this.#decided(name, { ...assessed, describe });
  }

  /** Ends the step; only the first call counts. A step that is never finished is sent as running. Never throws. */
  finish(options?: FinishStepOptions): void {
    this.#recorder.record(`Finishing step "${this.name}"`, () => {
      if (this.#isOver) return;
      const { status, reason, metrics } = copied(options) as FinishStepOptions;
      this.#isOver = true;
      this.hasFailed = status === 'failed';
      const now = this.#recorder.now();
      const { json } = snapshot({ status, reason, metrics });
      this.#keeper?.((step) => step.end(now, json));
    });
  }

  /** Says more of the step while it runs; metrics are merged by name. Never throws. */
  set(notes: StepNotes): this {
    this.#recorder.record(`Setting something of step "${this.name}"`, () => {
      const { reason, metrics } = notes;
      const { json } = snapshot({ reason, metrics });
      this.#keeper?.((step) => step.note(json));
    });
    return this;
  }

  /** @internal Captures what `make` returns, unless that is undefined. What it throws becomes a warning. */
  captureMade(name: string, role: ObservationRole, make: () => unknown): void {
    const data = this.#recorder.record(`Capturing ${name} of step "${this.name}"`, make);
    if (data !== undefined) this.capture({ name, data, role });
  }

  /** @internal Captures what was thrown, in the innermost step that it went through. */
  captureThrown(error: unknown): void {
    if (this.#recorder.isNews(error)) this.capture({ name: 'error', data: error });
  }

  /** @internal Finishes as `make` says. What it throws becomes a warning. */
  finishMade(make: () => FinishStepOptions): void {
    this.finish(this.#recorder.record(`Finishing step "${this.name}"`, make));
  }

  #decided<R>(name: string, { result, describe, failure }: Decided<R>): R {
    this.#recorder.record(`A decision in step "${this.name}"`, () => {
      if (describe) this.capture({ name, ...describe() });
      else this.#lose(nameFor(name));
    });
    if (failure) throw failure.thrown;
    return result;
  }

  #observe(name: string, data: unknown, declared: object): void {
    const said = snapshot(declared);
    let put: ReturnType<StepKeeper['reserve']> | undefined;
    if (!this.#keep((step) => (put = step.reserve(name, said)), said.json)) return this.#lose(name);
    this.#recorder.tally.captured();
    this.#recorder.take(data, { step: this.name, name }, (taken) => {
      if (this.#keep(() => put?.(taken), taken.json)) return;
      this.#recorder.lost(this.name, name);
      this.#keeper?.(() => put?.(undefined));
    });
  }

  #keep(use: (step: StepKeeper) => void, json: string): boolean {
    return this.#keeper?.(use, greatestBytes(json)) ?? false;
  }

  /** There may be any number of them before there is somebody to tell. */
  #lose(name: string): void {
    const known = this.#lost.has(name) || this.#lost.size < mostNamesLost ? name : 'others';
    const count = this.#lost.get(known) ?? 0;
    this.#lost.set(known, count + 1);
    this.#recorder.tally.captured();
    this.#recorder.lost(this.name, name);
    if (count === 0) this.#keeper?.((step) => step.lost(known, this.#lost.get(known) ?? 0));
  }

  /** @internal */
  isRecordedBy(recorder: Recorder): boolean {
    return this.#recorder === recorder;
  }

  /** @internal */
  get reference(): StepReference {
    return { name: this.name, version: this.version, iteration: this.iteration };
  }
}
