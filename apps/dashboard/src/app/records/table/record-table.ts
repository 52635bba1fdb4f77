import { Component, computed, effect, inject, input, output, signal, untracked, viewChild } from '@angular/core';

import { type Mark, StatusMark } from '../../ui/status-mark';
import type { RowRange } from '../../ui/virtual-layout';
import { type Across, VirtualScroll } from '../../ui/virtual-scroll';
import type { Cell } from '../engine/cell';
import type { Column } from '../engine/column';
import type { TableShape } from '../engine/messages';
import type { RecordQuery } from '../engine/record-set';
import type { Sort } from '../engine/sort';
import { ariaSort, nextSort } from './column-sort';
import { columnLayout, columnsInView } from './column-width';
import { WindowStore } from './window-store';

interface DrawnColumn {
  column: Column;
  index: number;
}

const marks: ReadonlySet<string> = new Set<Mark>(['kept', 'dropped', 'error', 'skipped']);

@Component({
  selector: 'ft-record-table',
  imports: [StatusMark, VirtualScroll],
  templateUrl: './record-table.html',
  styleUrl: './record-table.css',
})
export class RecordTable {
  readonly observationId = input.required<string>();
  readonly shape = input.required<TableShape>();
  readonly query = input.required<RecordQuery>();
  /** Place in the data of the record that stands open. */
  readonly openRecord = input<number | null>(null);
  readonly sortChange = output<Sort | null>();
  readonly recordChange = output<number>();

  readonly #store = inject(WindowStore);
  readonly #across = signal<Across>({ left: 0, width: 0 });
  readonly #range = signal<RowRange>({ from: 0, count: 40 });
  private readonly scrollView = viewChild(VirtualScroll);

  protected readonly ariaSort = ariaSort;
  protected readonly window = this.#store.window;
  protected readonly failure = this.#store.failure;
  protected readonly rows = computed(() => this.window()?.rows ?? []);
  protected readonly from = computed(() => this.window()?.from ?? 0);
  /** Its element; none while the row is not drawn. */
  protected readonly activeRow = computed(() =>
    this.rows()[this.active() - this.from()] ? `record-row-${this.active()}` : null,
  );
  protected readonly matched = computed(() => this.window()?.matched ?? this.shape().records);
  protected readonly layout = computed(() => columnLayout(this.shape().columns, this.shape().records));
  protected readonly drawn = computed(
    () => {
      const { from, to } = columnsInView(this.layout(), this.#across());
      return this.shape()
        .columns.slice(from, to)
        .map((column, offset) => ({ column, index: from + offset }));
    },
    { equal: isSameColumns },
  );
  /** Place in the order that is shown. */
  protected readonly active = signal(0);

  constructor() {
    effect(() => {
      this.query();
      untracked(() => {
        this.active.set(0);
        this.scrollView()?.toTop();
      });
    });
    effect(() => {
      const wanted = { observationId: this.observationId(), query: this.query(), range: this.#range() };
      untracked(() => void this.#store.show(wanted));
    });
  }

  /** Moves the marked row. */
  move(by: number): void {
    this.#mark(this.active() + by);
    // An open record follows the mark.
    if (this.openRecord() !== null) this.openActive();
  }

  /** Opens the marked row. */
  openActive(): void {
    const row = this.rows()[this.active() - this.from()];
    if (row) this.recordChange.emit(row.index);
  }

  protected setRange(range: RowRange): void {
    this.#range.set(range);
  }

  protected setAcross(across: Across): void {
    this.#across.set(across);
  }

  protected markOf({ kind }: Cell): Mark | null {
    return marks.has(kind) ? (kind as Mark) : null;
  }

  protected choose(position: number, index: number): void {
    this.active.set(position);
    this.recordChange.emit(index);
  }

  protected sortBy(column: Column): void {
    this.sortChange.emit(nextSort(this.query().sort, column));
  }

  protected press(event: KeyboardEvent): void {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15 };
    if (event.key === 'Enter') this.openActive();
    else if (event.key === 'Home') this.#mark(0);
    else if (event.key === 'End') this.#mark(this.matched() - 1);
    else if (moves[event.key] !== undefined) this.move(moves[event.key] ?? 0);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #mark(position: number): void {
    this.active.set(Math.max(Math.min(position, this.matched() - 1), 0));
    this.scrollView()?.reveal(this.active());
  }
}

const isSameColumns = (left: readonly DrawnColumn[], right: readonly DrawnColumn[]): boolean =>
  left.length === right.length && left.every(({ column }, place) => column === right[place]?.column);
