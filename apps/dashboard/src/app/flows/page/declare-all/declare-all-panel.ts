import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { FlowDocument } from '@flow-trail/contracts';

import { CountPipe } from '../../../ui/unit-pipes';
import { PastRuns } from '../declare/past-runs';
import { PreviewClient } from '../declare/preview-client';
import { PreviewCounts } from '../declare/preview-counts';
import { recordLink } from '../record-link';
import { DeclareAllStore } from './declare-all-store';
import { undeclaredIn } from './undeclared';

/** Further ones are declared by themselves. */
const MOST = 60;

/** What the data of a flow proposes for all that nobody declared: looked at together, kept with one click. */
@Component({
  selector: 'ft-declare-all-panel',
  imports: [CountPipe, PreviewCounts, RouterLink],
  providers: [DeclareAllStore, PastRuns, PreviewClient],
  templateUrl: './declare-all-panel.html',
  styleUrl: './declare-all-panel.css',
  host: { 'data-testid': 'declare-all', tabindex: '0', role: 'region', 'aria-label': 'Declarations' },
})
export class DeclareAllPanel {
  readonly document = input.required<FlowDocument>();

  readonly #store = inject(DeclareAllStore);
  protected readonly keeping = this.#store.keeping;
  protected readonly flowName = computed(() => this.document().flow.name);
  protected readonly places = computed(() =>
    this.#store.places().map((place) => ({
      ...place,
      found: place.finding.status === 'found' ? place.finding : null,
      link: recordLink(this.document(), place.observation.id, { tab: 'records', view: 'declare' }),
    })),
  );
  protected readonly found = computed(() => this.places().filter(({ found }) => found !== null));
  protected readonly others = computed(() => this.places().filter(({ found }) => found === null));
  protected readonly looking = computed(
    () => this.others().filter(({ finding }) => finding.status === 'looking').length,
  );
  protected readonly chosen = computed(() => this.found().filter(({ found }) => found?.isChosen).length);
  protected readonly more = computed(() => Math.max(this.#undeclared().length - MOST, 0));
  protected readonly isBusy = computed(() => ['saving', 'kept'].includes(this.keeping().status));
  readonly #flow = computed(() => ({ id: this.document().flow.id, attempt: this.document().flow.attempt }), {
    equal: (left, right) => left.id === right.id && left.attempt === right.attempt,
  });
  readonly #undeclared = computed(() => undeclaredIn(this.document()));

  constructor() {
    // What was declared here stays in view, though it is no more undeclared.
    effect(() => {
      const flow = this.#flow();
      untracked(() => void this.#store.look(flow, this.#undeclared().slice(0, MOST)));
    });
  }

  protected toggle(observationId: string): void {
    this.#store.toggle(observationId);
  }

  protected keep(): void {
    void this.#store.keep(this.flowName());
  }
}
