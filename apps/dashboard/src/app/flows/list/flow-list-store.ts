import { computed, inject, Injectable, signal } from '@angular/core';
import type { FlowListItem, FlowPage } from '@flow-trail/contracts';

import type { Failure } from '../../api/failure';
import { FlowClient } from '../../api/flow-client';
import type { FlowFilter } from '../../api/flow-urls';

export type FlowListState =
  | { status: 'loading' }
  | { status: 'failed'; failure: Failure }
  | { status: 'ready'; flows: readonly FlowListItem[]; nextCursor: string | null; more: MoreState };

export type MoreState = { status: 'idle' } | { status: 'loading' } | { status: 'failed'; failure: Failure };

const idle: MoreState = { status: 'idle' };

/** The flows that match the filter, page by page; new ones wait aside until they are asked for. */
@Injectable()
export class FlowListStore {
  readonly #client = inject(FlowClient);
  readonly #state = signal<FlowListState>({ status: 'loading' });
  readonly #newest = signal<FlowPage | null>(null);
  #filter: FlowFilter = { name: '', statuses: [] };
  #abort = new AbortController();

  readonly state = this.#state.asReadonly();
  /** Runs of the newest page that are not among the rows. */
  readonly arrivals = computed(() => {
    const state = this.#state();
    if (state.status !== 'ready') return [];
    const known = new Set(state.flows.map(keyOf));
    return (this.#newest()?.flows ?? []).filter((flow) => !known.has(keyOf(flow)));
  });

  async load(filter: FlowFilter): Promise<void> {
    this.#filter = filter;
    this.#restart();
    // While the filter is typed the old rows stay, or every letter would flash.
    if (this.#state().status !== 'ready') this.#state.set({ status: 'loading' });
    const { signal } = this.#abort;
    const answer = await this.#client.list(filter, null, signal);
    if (signal.aborted) return;
    if (answer.status === 'ok') this.#show(answer.value);
    else this.#state.set(answer);
  }

  reload(): Promise<void> {
    this.#state.set({ status: 'loading' });
    return this.load(this.#filter);
  }

  async loadMore(): Promise<void> {
    const state = this.#state();
    if (state.status !== 'ready' || state.nextCursor === null || state.more.status === 'loading') return;
    const { signal } = this.#abort;
    this.#state.set({ ...state, more: { status: 'loading' } });
    const answer = await this.#client.list(this.#filter, state.nextCursor, signal);
    const now = this.#state();
    if (signal.aborted || now.status !== 'ready') return;
    if (answer.status === 'failed') return this.#state.set({ ...now, more: answer });
    const { flows, nextCursor } = answer.value;
    this.#state.set({ status: 'ready', flows: merged(now.flows, flows), nextCursor, more: idle });
  }

  /** Asks for the newest page: known rows change in place, new ones wait. */
  async poll(): Promise<void> {
    const { signal } = this.#abort;
    if (this.#state().status !== 'ready') return;
    const answer = await this.#client.list(this.#filter, null, signal);
    const state = this.#state();
    // A failing poll is no news: the rows stand, and the next one tries again.
    if (signal.aborted || answer.status === 'failed' || state.status !== 'ready') return;
    const latest = new Map(answer.value.flows.map((flow) => [keyOf(flow), flow]));
    this.#state.set({ ...state, flows: state.flows.map((flow) => latest.get(keyOf(flow)) ?? flow) });
    this.#newest.set(answer.value);
  }

  showArrivals(): void {
    const state = this.#state();
    const newest = this.#newest();
    if (state.status !== 'ready' || !newest) return;
    // Nothing of the newest page is known: between it and the rows lies a gap, so begin anew.
    if (this.arrivals().length === newest.flows.length) return this.#show(newest);
    this.#state.set({ ...state, flows: merged(this.arrivals(), state.flows) });
  }

  #show({ flows, nextCursor }: FlowPage): void {
    this.#newest.set(null);
    this.#state.set({ status: 'ready', flows, nextCursor, more: idle });
  }

  #restart(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }
}

const keyOf = ({ id, attempt }: FlowListItem): string => `${id} ${attempt}`;

/** Each attempt has a row of its own; of one that is met twice the first wins. */
function merged(first: readonly FlowListItem[], second: readonly FlowListItem[]): FlowListItem[] {
  const known = new Set(first.map(keyOf));
  return [...first, ...second.filter((flow) => !known.has(keyOf(flow)))];
}
