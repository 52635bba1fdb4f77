import { Component, computed, effect, inject, input, output, signal, untracked, viewChild } from '@angular/core';

import type { MatrixOutcome } from '../records/engine/matrix/filter';
import type { MatrixQuery, MatrixRange, MatrixRow, MatrixShape } from '../records/engine/matrix/matrix';
import type { StageShape } from '../records/engine/matrix/matrix-stage';
import { growing } from '../ui/growing';
import { RowCursor } from '../ui/row-cursor';
import type { RowRange } from '../ui/virtual-layout';
import { type Across, VirtualScroll } from '../ui/virtual-scroll';
import { outcomeClause } from './clause';
import { MatrixCells } from './matrix-cells';
import { type ColumnField, LABEL_WIDTH, matrixLayout, type StageColumns, stagesInView } from './matrix-layout';
import { MatrixStore } from './matrix-store';
import { nextOrder } from './matrix-url';
import { OutcomeTally } from './outcome-tally';

/** Each has a cell for every field of every step in view. */
const ROWS_A_BIT = 2;
/** As many as show what stands in all. */
const FIRST_ROWS = 6;

/** One row a candidate, the steps of the flow side by side. */
@Component({
  selector: 'ft-matrix-table',
  imports: [MatrixCells, OutcomeTally, VirtualScroll],
  templateUrl: './matrix-table.html',
  styleUrls: ['../ui/grid.css', '../ui/sort-head.css', './matrix-table.css'],
})
export class MatrixTable {
  readonly shape = input.required<MatrixShape>();
  readonly query = input.required<MatrixQuery>();
  readonly order = input<string | null>(null);
  readonly candidate = input<{ key: string; kind: string } | null>(null);
  readonly orderChange = output<string | null>();
  readonly candidateChange = output<MatrixRow>();
  /** A condition to add or to take away. */
  readonly clause = output<string>();

  readonly #store = inject(MatrixStore);
  /** About half of the page, until it is measured. */
  readonly #across = signal<Across>({ left: 0, width: innerWidth / 2 });
  readonly #rows = signal<RowRange>({ from: 0, count: 40 });
  private readonly scrollView = viewChild(VirtualScroll);

  protected readonly window = this.#store.window;
  /** A window can hold more than what is in view. */
  readonly #shown = computed(() => {
    const window = this.window();
    const { from, count } = this.#rows();
    const skipped = Math.max(from - (window?.from ?? 0), 0);
    return { from: (window?.from ?? 0) + skipped, rows: window?.rows.slice(skipped, skipped + count) ?? [] };
  });
  protected readonly rows = growing(
    computed(() => this.#shown().rows),
    ROWS_A_BIT,
    FIRST_ROWS,
  );
  protected readonly from = computed(() => this.#shown().from);
  protected readonly matched = computed(() => this.window()?.matched ?? this.shape().candidates);
  protected readonly layout = computed(() => matrixLayout(this.shape().stages));
  protected readonly columnCount = computed(() =>
    this.layout().stages.reduce((sum, { columns }) => sum + columns.length, 1),
  );
  protected readonly drawn = computed(() => stagesInView(this.layout(), this.#across()), { equal: isSameStages });
  protected readonly cursor = new RowCursor({
    total: this.matched,
    drawn: computed(() => ({ from: this.from(), count: this.rows().length })),
    scroll: this.scrollView,
    open: () => this.openActive(),
    follows: () => this.candidate() !== null,
  });

  constructor() {
    effect(() => {
      this.query();
      untracked(() => this.cursor.toTop());
    });
    effect(() => {
      // A matrix that grew is asked again.
      this.shape();
      const [query, range] = [this.query(), this.#range()];
      untracked(() => void this.#store.show(query, range));
    });
  }

  focus(): void {
    this.scrollView()?.focus();
  }

  /** Moves the marked row; an open candidate follows the mark. */
  move(by: number): void {
    this.cursor.move(by);
  }

  openActive(): void {
    const row = this.rows()[this.cursor.active() - this.from()];
    if (row) this.candidateChange.emit(row);
  }

  protected setRange(range: RowRange): void {
    this.#rows.set(range);
  }

  protected setAcross({ left, width }: Across): void {
    this.#across.set({ left, width: Math.max(width - LABEL_WIDTH, 0) });
  }

  protected choose(position: number, row: MatrixRow): void {
    this.cursor.set(position);
    this.candidateChange.emit(row);
  }

  protected isOpen({ key, kind }: MatrixRow): boolean {
    const open = this.candidate();
    return open?.key === key && open.kind === kind;
  }

  protected sortBy(column: string): void {
    this.orderChange.emit(nextOrder(this.order(), column));
  }

  protected columnName({ word }: StageShape, field: ColumnField): string {
    return `${word}.${field}`;
  }

  protected ariaSort(column: string): 'ascending' | 'descending' | 'none' {
    if (this.order() === `${column} asc`) return 'ascending';
    return this.order() === `${column} desc` ? 'descending' : 'none';
  }

  protected filterBy({ word }: StageShape, outcome: MatrixOutcome): void {
    this.clause.emit(outcomeClause(word, outcome));
  }

  #range(): MatrixRange {
    const { from, count } = this.#rows();
    const stages = this.drawn();
    return { from, count: Math.max(count, 1), firstStage: stages[0]?.index ?? 0, stageCount: stages.length };
  }
}

const isSameStages = (left: readonly StageColumns[], right: readonly StageColumns[]): boolean =>
  left.length === right.length && left.every(({ stage }, place) => stage === right[place]?.stage);
