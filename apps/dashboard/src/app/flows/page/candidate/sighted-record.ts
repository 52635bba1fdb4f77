import { Component, computed, DestroyRef, effect, inject, input, untracked } from '@angular/core';
import type { FlowDocument } from '@flow-trail/contracts';

import { DataStore } from '../../../records/data-store';
import { EngineClient } from '../../../records/engine-client';
import { JsonTree } from '../../../records/json/json-tree';
import { engineTree } from '../../../records/tree-source';
import { declarationOf, findObservation } from '../decisions-of';

/** Larger data is not read for the sake of one record; the path leads there. */
const MOST_BYTES = 4_000_000;
const LINES = 14;

/** The record that a candidate was last seen by, in full. */
@Component({
  selector: 'ft-sighted-record',
  imports: [JsonTree],
  providers: [DataStore],
  template: `
    @if (source(); as source) {
      <h3>{{ place() }}, record {{ index() }}</h3>
      <ft-json-tree label="Record" [source]="source" [most]="lines" />
    }
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    h3 {
      margin-bottom: 4px;
      color: var(--text-3);
      font-size: var(--size-small);
      font-weight: 500;
      overflow-wrap: anywhere;
    }
    ft-json-tree {
      border-radius: var(--radius);
      background: var(--sunken);
    }
  `,
  host: { 'data-testid': 'sighted-record' },
})
export class SightedRecord {
  readonly document = input.required<FlowDocument>();
  readonly observationId = input.required<string>();
  readonly index = input.required<number>();
  /** Where that was, for a person. */
  readonly place = input.required<string>();

  readonly #data = inject(DataStore);
  readonly #engine = inject(EngineClient);
  protected readonly lines = LINES;
  protected readonly source = computed(() => {
    const state = this.#data.state();
    const id = this.observationId();
    const isOpen = state.status === 'ready' && state.data.observationId === id;
    return isOpen ? engineTree(this.#engine, id, this.index()) : null;
  });

  constructor() {
    effect(() => {
      this.observationId();
      untracked(() => this.#open());
    });
    inject(DestroyRef).onDestroy(() => this.#data.close());
  }

  #open(): void {
    const { flow } = this.document();
    const observation = findObservation(this.document(), this.observationId())?.observation;
    if (!observation || observation.bytes > MOST_BYTES) return this.#data.close();
    const { id, queryable } = observation;
    const address = { flowId: flow.id, attempt: flow.attempt, observationId: id };
    void this.#data.open(address, { queryable, decision: declarationOf(observation) });
  }
}
