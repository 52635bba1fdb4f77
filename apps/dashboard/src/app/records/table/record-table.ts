import { Component, computed, effect, inject, input, output, signal, untracked, viewChild } from '@angular/core';

import { growing } from '../../ui/growing';
import { RowCursor } from '../../ui/row-cursor';
import type { RowRange } from '../../ui/virtual-layout';
import { type Across, VirtualScroll } from '../../ui/virtual-scroll';
import type { Column } from '../engine/column';
import type { Condition } from '../engine/condition';
import type { TableShape } from '../engine/messages';
import type { RecordQuery } from '../engine/record-set';
import type { Sort } from '../engine/sort';
import { ColumnCard } from './column-card';
import { ColumnHead } from './column-head';
import { ariaSort, nextSort } from './column-sort';
import { ColumnUrl } from './column-url';
import { DistributionStore } from './distribution-store';
import { RecordCells } from './record-cells';
import { columnsInView, type PlacedColumn, tableLayout, templateOf, trackOf } from './table-layout';
import { WindowStore } from './window-store';

const ROWS_A_BIT = 3;

@Component({
  selector: 'ft-record-table',
  imports: [ColumnCard, ColumnHead, RecordCells, VirtualScroll],
  templateUrl: './record-table.html',
  styleUrls: ['../../ui/grid.css', './record-table.css'],
})
export class RecordTable {
  readonly observationId = input.required<string>();
  readonly shape = input.required<TableShape>();
  readonly query = input.required<RecordQuery>();
  /** Place in the data of the record that stands open. */
  readonly openRecord = input<number | null>(null);
  readonly sortChange = output<Sort | null>();
  readonly recordChange = output<number>();
  /** Conditions that are to hold too. */
  readonly conditions = output<Condition[]>();

  readonly #store = inject(WindowStore);
  readonly #distributions = inject(DistributionStore);
  readonly #across = signal<Across>({ left: 0, width: 0 });
  readonly #range = signal<RowRange>({ from: 0, count: 40 });
  private readonly scrollView = viewChild(VirtualScroll);

  protected readonly columns = inject(ColumnUrl);
  protected readonly ariaSort = ariaSort;
  protected readonly trackOf = trackOf;
  protected readonly window = this.#store.window;
  protected readonly failure = this.#store.failure;
  protected readonly distributions = this.#distributions.shown;
  protected readonly rows = growing(
    computed(() => this.window()?.rows ?? []),
    ROWS_A_BIT,
  );
  protected readonly from = computed(() => this.window()?.from ?? 0);
  protected readonly matched = computed(() => this.window()?.matched ?? this.shape().records);
  /** The column whose edge is being dragged. */
  protected readonly dragged = signal<{ path: string; width: number } | null>(null);
  protected readonly layout = computed(() => {
    const { widths, ...rest } = this.columns.arrangement();
    const dragged = this.dragged();
    const live = dragged ? new Map([...widths, [dragged.path, dragged.width]]) : widths;
    return tableLayout(this.shape().columns, this.shape().records, { ...rest, widths: live });
  });
  protected readonly drawn = computed(() => columnsInView(this.layout(), this.#across()), { equal: isSameColumns });
  protected readonly template = computed(() => templateOf(this.layout(), this.drawn()));
  /** Where the cells of each column stand in a row of the window. */
  protected readonly cellOf = computed(
    () => new Map((this.window()?.columns ?? []).map((path, index) => [path, index])),
  );
  /** The column of which more is shown, and where. */
  protected readonly opened = signal<{ path: string; anchor: Element } | null>(null);
  protected readonly card = computed(() => {
    const opened = this.opened();
    const placed = opened && this.layout().columns.find(({ column }) => column.path === opened.path);
    return placed ? { ...opened, ...placed } : null;
  });
  protected readonly cursor = new RowCursor({
    total: this.matched,
    drawn: computed(() => ({ from: this.from(), count: this.rows().length })),
    scroll: this.scrollView,
    open: () => this.openActive(),
    follows: () => this.openRecord() !== null,
  });

  readonly #paths = computed(() => this.drawn().map(({ column }) => column.path), { equal: isSameList });

  constructor() {
    effect(() => {
      this.query();
      untracked(() => this.cursor.toTop());
    });
    effect(() => {
      const [observationId, query, columns] = [this.observationId(), this.query(), this.#paths()];
      const range = this.#range();
      untracked(() => void this.#store.show({ observationId, query, range, columns }));
    });
    effect(() => {
      const wish = { observationId: this.observationId(), query: this.query(), paths: this.#paths() };
      untracked(() => this.#distributions.want(wish));
    });
  }

  /** Moves the marked row; an open record follows the mark. */
  move(by: number): void {
    this.cursor.move(by);
  }

  /** Opens the marked row. */
  openActive(): void {
    const row = this.rows()[this.cursor.active() - this.from()];
    if (row) this.recordChange.emit(row.index);
  }

  /** Brings a column into view. */
  reveal(path: string): void {
    const { columns, pinnedEnd } = this.layout();
    const placed = columns.find(({ column }) => column.path === path);
    if (placed && !placed.isPinned) this.scrollView()?.scrollAcross(placed.start - pinnedEnd);
  }

  protected setRange(range: RowRange): void {
    this.#range.set(range);
  }

  protected setAcross(across: Across): void {
    this.#across.set(across);
  }

  protected choose(position: number, index: number): void {
    this.cursor.set(position);
    this.recordChange.emit(index);
  }

  protected sortBy(column: Column): void {
    this.sortChange.emit(nextSort(this.query().sort, column));
  }

  protected resize({ column }: PlacedColumn, width: number | null): void {
    this.dragged.set(null);
    this.columns.setWidth(column.path, width);
  }
}

const isSameColumns = (left: readonly PlacedColumn[], right: readonly PlacedColumn[]): boolean =>
  left.length === right.length && left.every((column, place) => column === right[place]);

const isSameList = (left: readonly string[], right: readonly string[]): boolean => left.join('\n') === right.join('\n');
