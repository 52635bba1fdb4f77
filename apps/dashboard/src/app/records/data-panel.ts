import { Component, computed, DestroyRef, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import type { ObservationDetail } from '@flow-trail/contracts';

import { FailureNotice } from '../ui/failure-notice';
import { Notice } from '../ui/notice';
import { Shortcuts } from '../ui/shortcuts';
import { BytesPipe, CountPipe } from '../ui/unit-pipes';
import { DataStore } from './data-store';
import type { Condition } from './engine/condition';
import { EngineClient } from './engine-client';
import { ExportButton } from './export/export-button';
import { JsonTree } from './json/json-tree';
import { RecordUrl } from './record-url';
import { StatsView } from './stats/stats-view';
import { ColumnUrl } from './table/column-url';
import { ColumnsMenu } from './table/columns-menu';
import { DistributionStore } from './table/distribution-store';
import { FilterBar } from './table/filter-bar';
import { RecordDrawer } from './table/record-drawer';
import { RecordTable } from './table/record-table';
import { tableLayout } from './table/table-layout';
import { WindowStore } from './table/window-store';
import { engineTree } from './tree-source';

/** The data of one observation: a table of its records, how their values are spread, or its JSON. */
@Component({
  selector: 'ft-data-panel',
  imports: [
    BytesPipe,
    ColumnsMenu,
    CountPipe,
    ExportButton,
    FailureNotice,
    FilterBar,
    JsonTree,
    Notice,
    RecordDrawer,
    RecordTable,
    StatsView,
  ],
  providers: [ColumnUrl, DataStore, DistributionStore, WindowStore],
  templateUrl: './data-panel.html',
  styleUrl: './data-panel.css',
})
export class DataPanel {
  readonly flowId = input.required<string>();
  readonly attempt = input.required<number>();
  readonly observation = input.required<ObservationDetail>();
  /** What an export of the records is called. */
  readonly name = input('records');

  readonly #data = inject(DataStore);
  readonly #window = inject(WindowStore);
  readonly #distributions = inject(DistributionStore);
  readonly #engine = inject(EngineClient);
  private readonly tableView = viewChild(RecordTable);
  private readonly treeView = viewChild(JsonTree);
  private readonly filtersView = viewChild(FilterBar);

  protected readonly columns = inject(ColumnUrl);
  protected readonly areColumnsOpen = signal(false);
  protected readonly url = inject(RecordUrl);
  protected readonly state = this.#data.state;
  protected readonly window = this.#window.window;
  protected readonly opened = computed(() => {
    const state = this.state();
    return state.status === 'ready' ? state.data : null;
  });
  /** Data that is no list of records is a tree whatever is wanted. */
  protected readonly view = computed(() => (this.opened()?.table ? this.url.view() : 'json'));
  /** Of the records that match; the stats count them too. */
  protected readonly counts = computed(() => {
    const [total, counted] = [this.opened()?.table?.records, this.#distributions.records()];
    if (this.view() !== 'stats') return this.window();
    return total === undefined || counted === null ? null : { matched: counted, total };
  });
  protected readonly tree = computed(() => {
    const opened = this.opened();
    return opened ? engineTree(this.#engine, opened.observationId, 'data') : null;
  });
  protected readonly exported = computed(() => {
    const opened = this.opened();
    const { columns: placed } = tableLayout(opened?.table?.columns ?? [], 0, this.columns.arrangement());
    const columns = placed.map(({ column }) => column.path);
    return { observationId: opened?.observationId ?? '', query: this.url.query(), columns };
  });
  protected readonly notRecorded = computed(() => {
    const table = this.opened()?.table;
    return Math.max((table?.declaredTotal ?? 0) - (table?.records ?? 0), 0);
  });

  readonly #observationId = computed(() => this.observation().id);
  /** A later declaration can say where the records are. */
  readonly #declaration = computed(() => this.observation().declared ?? this.observation().decision, {
    equal: (left, right) => JSON.stringify(left) === JSON.stringify(right),
  });

  constructor() {
    effect(() => {
      this.#observationId();
      this.#declaration();
      untracked(() => this.load());
    });
    inject(DestroyRef).onDestroy(() => this.#data.close());
    inject(Shortcuts).add([
      { key: '/', does: 'Search the records', act: () => (this.filtersView() ?? this.treeView())?.focusSearch() },
      { key: 'j', does: 'Next record', act: () => this.tableView()?.move(1) },
      { key: 'k', does: 'Previous record', act: () => this.tableView()?.move(-1) },
      { key: 'h', does: 'Columns: show, hide, pin', act: () => this.areColumnsOpen.set(this.view() === 'table') },
      { key: 'Enter', does: 'Open the record', act: () => this.tableView()?.openActive() },
    ]);
  }

  protected also(conditions: Condition[]): void {
    this.url.setConditions([...this.url.query().conditions, ...conditions]);
  }

  protected goToColumn(path: string): void {
    this.tableView()?.reveal(path);
  }

  protected load(): void {
    const { id, queryable } = this.observation();
    const decision = this.#declaration();
    const address = { flowId: this.flowId(), attempt: this.attempt(), observationId: id };
    this.#window.clear();
    this.#distributions.clear();
    void this.#data.open(address, { queryable, decision });
  }
}
