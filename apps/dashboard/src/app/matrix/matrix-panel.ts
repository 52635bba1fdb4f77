import {
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  linkedSignal,
  untracked,
  viewChild,
} from '@angular/core';
import type { FlowDocument } from '@flow-trail/contracts';

import type { MatrixFilter } from '../records/engine/matrix/filter';
import type { MatrixQuery, MatrixRow } from '../records/engine/matrix/matrix';
import { matrixAddress } from '../records/engine/matrix/matrix-address';
import { parseFilter } from '../records/engine/matrix/parse-filter';
import { ExportButton } from '../records/export/export-button';
import { FailureNotice } from '../ui/failure-notice';
import { bitByBit } from '../ui/growing';
import { Notice } from '../ui/notice';
import { Shortcuts } from '../ui/shortcuts';
import { CountPipe, DurationPipe } from '../ui/unit-pipes';
import { toggleClause } from './clause';
import { FilterField } from './filter-field';
import { isSameQuery, MatrixStore } from './matrix-store';
import { MatrixTable } from './matrix-table';
import { MatrixUrl, sortOf } from './matrix-url';

/** All candidates of a flow: what became of each at every step, filtered across steps. */
@Component({
  selector: 'ft-matrix-panel',
  imports: [CountPipe, DurationPipe, ExportButton, FailureNotice, FilterField, MatrixTable, Notice],
  templateUrl: './matrix-panel.html',
  styleUrl: './matrix-panel.css',
})
export class MatrixPanel {
  readonly document = input.required<FlowDocument>();

  readonly #store = inject(MatrixStore);
  private readonly filterView = viewChild(FilterField);
  private readonly tableView = viewChild(MatrixTable);

  protected readonly url = inject(MatrixUrl);
  protected readonly state = this.#store.state;
  protected readonly window = this.#store.window;
  protected readonly address = computed(() => matrixAddress(this.document()), { equal: isSameMatrix });
  protected readonly stages = computed(() => {
    const state = this.state();
    return state.status === 'ready' ? state.shape.stages : [];
  });
  /** The rows, once no more will come. */
  protected readonly settled = computed(() => {
    const [state, window] = [this.state(), this.window()];
    const isReading = state.status === 'ready' && state.shape.failures.length === 0 && !window?.shape.isComplete;
    return isReading ? null : window;
  });
  protected readonly parsed = computed(() => parseFilter(this.url.match(), this.stages()));
  protected readonly query = computed<MatrixQuery>(
    () => ({ filter: this.#filter(), sort: sortOf(this.url.order(), this.stages()) }),
    { equal: isSameQuery },
  );
  /** What is half typed leaves the last condition in force. */
  readonly #filter = linkedSignal<ReturnType<typeof parseFilter>, MatrixFilter | null>({
    source: this.parsed,
    computation: (parsed, previous) => (parsed.status === 'ok' ? parsed.filter : (previous?.value ?? null)),
  });

  /** In a task of its own, after what stands above it. */
  protected readonly drawsTable = bitByBit(
    computed(() => (this.state().status === 'ready' ? 1 : 0)),
    1,
  );
  readonly #wantedFirst = computed(() => {
    const window = this.window();
    const isAnswer =
      this.url.opensFirst() && window?.shape.isComplete && window.query === this.query() && window.from === 0;
    return isAnswer ? window.rows[0] : undefined;
  });

  protected readonly example = `step.capture({
  name: 'films',
  data: films,
  decision: { candidate: 'id', label: 'title', outcome: 'kept', reason: 'why' },
});`;

  constructor() {
    effect(() => {
      this.address();
      untracked(() => this.open());
    });
    effect(() => {
      const row = this.#wantedFirst();
      if (row) untracked(() => this.openCandidate(row));
    });
    inject(DestroyRef).onDestroy(() => this.#store.close());
    inject(Shortcuts).add([
      { key: '/', does: 'Filter the candidates', act: () => this.filterView()?.focus() },
      { key: 'j', does: 'Next candidate', act: () => this.tableView()?.move(1) },
      { key: 'k', does: 'Previous candidate', act: () => this.tableView()?.move(-1) },
      { key: 'Enter', does: 'Open the candidate', act: () => this.tableView()?.openActive() },
    ]);
  }

  protected open(): void {
    const address = this.address();
    if (address) void this.#store.open(address, this.url.showsAll());
  }

  protected toRows(): void {
    this.tableView()?.focus();
  }

  protected toggle(clause: string): void {
    this.url.setMatch(toggleClause(this.url.match(), clause, this.stages()));
  }

  protected openCandidate(row: MatrixRow): void {
    this.url.openCandidate(row);
  }
}

const isSameMatrix = (left: { matrixId: string } | null, right: { matrixId: string } | null): boolean =>
  left?.matrixId === right?.matrixId;
