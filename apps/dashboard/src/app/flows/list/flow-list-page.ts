import { Component, computed, DestroyRef, effect, inject, untracked, viewChild } from '@angular/core';
import type { Params } from '@angular/router';

import { filterIn, type FlowFilter } from '../../api/flow-urls';
import { FailureNotice } from '../../ui/failure-notice';
import { LastList } from '../../ui/last-list';
import { growing } from '../../ui/growing';
import { isLate } from '../../ui/is-late';
import { Notice } from '../../ui/notice';
import { Shortcuts } from '../../ui/shortcuts';
import { CountPipe } from '../../ui/unit-pipes';
import { UrlState } from '../../ui/url-state';
import { WhenSeen } from '../../ui/when-seen';
import { whileVisible } from '../../ui/while-visible';
import { FirstSteps } from './first-steps';
import { FlowFilters } from './flow-filters';
import { FlowList } from './flow-list';
import { FlowListStore } from './flow-list-store';

const POLL_MS = 5000;
const TYPING_MS = 150;

const ROWS_A_BIT = 3;

@Component({
  selector: 'ft-flow-list-page',
  imports: [CountPipe, FailureNotice, FirstSteps, FlowFilters, FlowList, Notice, WhenSeen],
  providers: [FlowListStore, UrlState],
  templateUrl: './flow-list-page.html',
  styleUrl: './flow-list-page.css',
})
export class FlowListPage {
  readonly #store = inject(FlowListStore);
  readonly #url = inject(UrlState);
  readonly #lastList = inject(LastList);
  private readonly filtersView = viewChild.required(FlowFilters);
  private readonly listView = viewChild(FlowList);

  protected readonly state = this.#store.state;
  protected readonly isLate = isLate();
  readonly #flows = computed(() => {
    const state = this.state();
    return state.status === 'ready' ? state.flows : [];
  });
  protected readonly drawn = growing(this.#flows, ROWS_A_BIT);
  /** More can be asked for when all that is there is drawn. */
  protected readonly isDrawn = computed(() => this.drawn().length === this.#flows().length);
  protected readonly arrivals = this.#store.arrivals;
  protected readonly filter = computed(() => filterIn((name) => this.#url.get(name)));
  protected readonly isFiltered = computed(() => this.filter().name !== '' || this.filter().statuses.length > 0);

  #isFirst = true;

  constructor() {
    effect((onCleanup) => {
      const filter = this.filter();
      this.#lastList.remember(queryOf(filter));
      const timer = setTimeout(() => untracked(() => this.#store.load(filter)), this.#isFirst ? 0 : TYPING_MS);
      this.#isFirst = false;
      onCleanup(() => clearTimeout(timer));
    });
    inject(DestroyRef).onDestroy(whileVisible(POLL_MS, () => void this.#store.poll()));
    inject(Shortcuts).add([
      { key: '/', does: 'Filter by name', act: () => this.filtersView().focus() },
      { key: 'j', does: 'Next flow', act: () => this.listView()?.move(1) },
      { key: 'k', does: 'Previous flow', act: () => this.listView()?.move(-1) },
      { key: 'Enter', does: 'Open the flow', act: () => this.listView()?.openActive() },
    ]);
  }

  protected setFilter(filter: FlowFilter): void {
    this.#url.set(queryOf(filter));
  }

  protected clear(): void {
    this.setFilter({ name: '', statuses: [] });
  }

  protected reload(): void {
    void this.#store.reload();
  }

  protected loadMore(): void {
    void this.#store.loadMore();
  }

  protected showArrivals(): void {
    this.#store.showArrivals();
  }
}

const queryOf = ({ name, statuses }: FlowFilter): Params => ({
  name: name || null,
  status: statuses.join(',') || null,
});
