import { Trail, type TrailStep } from '@flow-trail/decisions';

import type { Failure } from '../../../api/failure';
import { type BothWays, bothWaysByDoubles } from '../order';
import { placesOfTexts } from '../text-order';
import { TextColumn } from '../text-column';
import { Candidates } from './candidates';
import { candidateTexts, evaluateFilter } from './evaluate-filter';
import { anyWord, type CandidateField, type Comparison, type MatrixFilter, matrixOutcomes } from './filter';
import { cellAt, type MatrixCell } from './matrix-cell';
import { type MatrixSort, orderByReach, stageKeys } from './matrix-order';
import { type MatrixPart, PartDecisions } from './matrix-part';
import { MatrixStage, type OutcomeTally, type StageShape } from './matrix-stage';
import type { UnseenEntry } from './stage-column';

export interface MatrixQuery {
  filter: MatrixFilter | null;
  /** Null: who got furthest first. */
  sort: MatrixSort | null;
}

export interface MatrixRange {
  from: number;
  count: number;
  /** Stages whose cells are wanted. */
  firstStage: number;
  stageCount: number;
}

export interface MatrixRow {
  kind: string;
  /** As JSON text: the number 42 and the text "42" are two candidates. */
  key: string;
  id: string;
  label: string | null;
  /** By stage of the range; null where the candidate is not. */
  cells: (MatrixCell | null)[];
}

export interface MatrixWindow {
  matched: number;
  total: number;
  from: number;
  firstStage: number;
  rows: MatrixRow[];
  /** Of the matched ones, by stage. */
  outcomes: OutcomeTally[];
}

export interface MatrixShape {
  stages: StageShape[];
  candidates: number;
  /** Read so far, */
  records: number;
  /** of how many; null where nobody counted them before. */
  expectedRecords: number | null;
  /** Records that name no candidate, and so stand in no row. */
  withoutId: number;
  /** Whether all observations were read. */
  isComplete: boolean;
  /** Observations that could not be read, of how many. */
  failures: { observation: string; failure: Failure }[];
  observations: number;
}

/** With fewer candidates even interpreted code is fast. */
const MANY = 5000;
const rehearsed: readonly Omit<Comparison, 'type'>[] = [
  { stage: 0, field: 'outcome', op: '=', value: 'kept' },
  { stage: 0, field: 'score', op: '>', value: '0' },
  { stage: 0, field: 'rule', op: '=', value: anyWord },
  { stage: 0, field: 'failed', op: '=', value: anyWord },
  { stage: 0, field: 'reason', op: 'contains', value: 'e' },
  { stage: null, field: 'label', op: 'contains', value: 'e' },
];

/** The decisions of a flow, joined by candidate: last tries only, iterations united. */
export class Matrix {
  readonly parts: readonly PartDecisions[];
  readonly failures: MatrixShape['failures'] = [];
  readonly #candidates = new Candidates();
  readonly #stages: readonly MatrixStage[];
  readonly #ascending: readonly boolean[];
  readonly #texts = new Map<CandidateField, TextColumn>();
  readonly #orders = new Map<string, BothWays>();
  #byReach: Uint32Array | null = null;
  #view: { key: string; indexes: Uint32Array; outcomes: OutcomeTally[] } | null = null;
  #version = '';
  #isComplete = false;

  constructor(
    parts: readonly MatrixPart[],
    private readonly steps: readonly TrailStep[],
  ) {
    const decisions = new Map(parts.map((part) => [part.observationId, new PartDecisions(part, this.#candidates)]));
    const trail = new Trail(
      [...decisions.values()].map((part) => part.trailPart()),
      steps,
    );
    const words = trail.stages.map(({ parts: [first], name }) => ({ step: first?.step.name ?? name, name }));
    this.#stages = trail.stages.map((stage, index) => {
      const own = stage.parts.flatMap(({ id }) => decisions.get(id) ?? []);
      const step = words[index]?.step ?? '';
      return new MatrixStage(stage, own, words.filter((word) => word.step === step).length === 1 ? step : stage.name);
    });
    this.#ascending = trail.stages.map(({ declaration }) => declaration.order === 'asc');
    this.parts = this.#stages.flatMap((stage) => stage.decisions);
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Says that all parts were read: only now is it known who is missing. */
  complete(): void {
    this.#isComplete = true;
    const trail = new Trail(
      this.parts.map((part) => part.trailPart()),
      this.steps,
    );
    const unseen = new Map<string, UnseenEntry[]>();
    for (const stage of trail.stages) this.#addUnseen(trail, stage, unseen);
    for (const stage of this.#stages) stage.setUnseen(unseen.get(stage.name) ?? []);
    this.#forget();
  }

  shape(): MatrixShape {
    return {
      stages: this.#stages.map((stage) => stage.shape),
      candidates: this.#candidates.length,
      records: this.parts.reduce((sum, part) => sum + part.length, 0),
      expectedRecords: this.parts.reduce<number | null>(
        (sum, { part }) => (sum === null || part.records === null ? null : sum + part.records),
        0,
      ),
      withoutId: this.parts.reduce((sum, part) => sum + part.withoutId, 0),
      isComplete: this.#isComplete,
      failures: this.failures,
      observations: this.parts.length,
    };
  }

  /** Makes ready what filters and sorts look at, a part a turn: the first filter then takes no longer than the next. */
  *prepare(): Generator<undefined> {
    for (const stage of this.#stages) {
      stage.column(this.#candidates.length);
      yield;
    }
    this.#refresh();
    this.#orderOf(null);
    yield;
    this.#textsOf('label');
    if (this.#candidates.length >= MANY) yield* this.#rehearse();
  }

  window(query: MatrixQuery, range: MatrixRange): MatrixWindow {
    const { indexes, outcomes } = this.#viewOf(query);
    const { length: total } = this.#candidates;
    const { from, count, firstStage, stageCount } = range;
    const columns = this.#stages.slice(firstStage, firstStage + stageCount).map((stage) => stage.column(total));
    const rows = [...indexes.subarray(from, from + count)].map((row) => ({
      ...this.#candidateAt(row),
      cells: columns.map((column) => {
        const entry = column.entryOf(row);
        return entry < 0 ? null : cellAt(column, entry);
      }),
    }));
    return { matched: indexes.length, total, from, firstStage, rows, outcomes };
  }

  /** A loop that has never run is interpreted, ten times slower: each kind of filter runs once before anybody waits for it. */
  *#rehearse(): Generator<undefined> {
    for (const comparison of rehearsed) {
      yield;
      this.#filter({ filter: { type: 'compare', ...comparison }, sort: null });
    }
    yield;
    this.#ordersBy({ stage: 0, field: 'outcome' });
  }

  #candidateAt(row: number): Omit<MatrixRow, 'cells'> {
    const { keys, kinds, labels } = this.#candidates;
    const key = keys[row] ?? '';
    return { key, kind: kinds[row] ?? '', id: this.#candidates.idOf(row), label: labels[row] ?? null };
  }

  #viewOf(query: MatrixQuery): { indexes: Uint32Array; outcomes: OutcomeTally[] } {
    this.#refresh();
    const key = JSON.stringify(query);
    if (this.#view?.key !== key) this.#view = { key, ...this.#filter(query) };
    return this.#view;
  }

  /** What was made of fewer records is made anew. */
  #refresh(): void {
    const version = `${this.#candidates.length} ${this.parts.map((part) => part.length).join(' ')}`;
    if (this.#version !== version) this.#forget();
    this.#version = version;
  }

  #forget(): void {
    this.#view = null;
    this.#orders.clear();
    this.#byReach = null;
    this.#texts.clear();
  }

  #filter({ filter, sort }: MatrixQuery): { indexes: Uint32Array; outcomes: OutcomeTally[] } {
    const order = this.#orderOf(sort);
    const { length } = this.#candidates;
    const marked = filter && evaluateFilter(filter, this.#context());
    return {
      indexes: marked ? subsetOf(order, marked) : order,
      outcomes: this.#stages.map((stage) => stage.tally(length, marked)),
    };
  }

  #context(): Parameters<typeof evaluateFilter>[1] {
    return {
      candidates: this.#candidates,
      stageCount: this.#stages.length,
      stage: (index) => this.#columnAt(index),
      texts: (field) => this.#textsOf(field),
    };
  }

  #columnAt(index: number): ReturnType<MatrixStage['column']> {
    const stage = this.#stages[index];
    if (!stage) throw new RangeError(`There is no stage ${index}; the flow has ${this.#stages.length}.`);
    return stage.column(this.#candidates.length);
  }

  #textsOf(field: CandidateField): TextColumn {
    const known = this.#texts.get(field);
    if (known) return known;
    const texts = new TextColumn(this.#candidates.length, (row, add) =>
      add(candidateTexts[field](this.#candidates, row)),
    );
    this.#texts.set(field, texts);
    return texts;
  }

  #orderOf(sort: MatrixSort | null): Uint32Array {
    if (sort) return this.#ordersBy(sort.by)[sort.direction];
    const { length } = this.#candidates;
    return (this.#byReach ??= orderByReach(
      this.#stages.map((stage) => stage.column(length)),
      this.#ascending,
      length,
    ));
  }

  #ordersBy(by: MatrixSort['by']): BothWays {
    const key = JSON.stringify(by);
    const keys = (): Float64Array =>
      by ? stageKeys(this.#columnAt(by.stage), by.field, this.#candidates.length) : this.#labelKeys();
    const orders = this.#orders.get(key) ?? bothWaysByDoubles(keys());
    this.#orders.set(key, orders);
    return orders;
  }

  #labelKeys(): Float64Array {
    const { keys } = this.#candidates;
    return placesOfTexts(keys.map((_, row) => candidateTexts.label(this.#candidates, row).toLowerCase()));
  }

  #addUnseen(trail: Trail, stage: Trail['stages'][number], unseen: Map<string, UnseenEntry[]>): void {
    const rows = this.#candidates.byHash(stage.kind);
    const add = (name: string, hashes: Iterable<number>, outcome: (typeof matrixOutcomes)[number]): void => {
      const entries = unseen.get(name) ?? [];
      for (const hash of hashes) entries.push({ row: rows.get(hash) ?? 0, outcome: matrixOutcomes.indexOf(outcome) });
      unseen.set(name, entries);
    };
    add(stage.name, trail.absent(stage), 'dropped');
    const [next] = trail.into(stage);
    // Whoever may be among the not recorded has not vanished.
    const mayBeElsewhere = trail.downstream(stage).some(({ notRecorded }) => notRecorded > 0);
    if (next && !mayBeElsewhere) add(next.name, trail.unseen(stage), 'vanished');
  }
}

// Half the time of Uint32Array.filter, which collects in a plain array first.
function subsetOf(order: Uint32Array, marked: Uint8Array): Uint32Array {
  const subset = new Uint32Array(order.length);
  let size = 0;
  for (const row of order) if (marked[row] === 1) subset[size++] = row;
  return subset.subarray(0, size);
}
