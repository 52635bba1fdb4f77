import { Component, computed, effect, inject, input, linkedSignal, untracked } from '@angular/core';
import type { DecisionDeclaration, FlowDocument, ObservationDetail } from '@flow-trail/contracts';

import { FailureNotice } from '../../../ui/failure-notice';
import { CountPipe } from '../../../ui/unit-pipes';
import { declarationOf, findObservation } from '../decisions-of';
import { declarationText, type PathWord, pathAt, pathWords, readDeclaration, withPath } from './declaration-text';
import { DeclareStore } from './declare-store';
import { PastRuns } from './past-runs';
import { PreviewClient } from './preview-client';
import { PreviewCounts } from './preview-counts';

/** How the records of one observation are read as decisions: what the data proposes, an editor, and what it would say. */
@Component({
  selector: 'ft-declare-panel',
  imports: [CountPipe, FailureNotice, PreviewCounts],
  providers: [DeclareStore, PastRuns, PreviewClient],
  templateUrl: './declare-panel.html',
  styleUrl: './declare-panel.css',
  host: { 'data-testid': 'declare-panel', tabindex: '0', role: 'region', 'aria-label': 'Declaration' },
})
export class DeclarePanel {
  readonly document = input.required<FlowDocument>();
  readonly observation = input.required<ObservationDetail>();

  readonly #store = inject(DeclareStore);
  protected readonly proposal = this.#store.proposal;
  protected readonly preview = this.#store.preview;
  protected readonly saving = this.#store.saving;
  protected readonly words = Object.entries(pathWords).map(([word, asks]) => ({ word: word as PathWord, asks }));

  readonly #flow = computed(() => ({ id: this.document().flow.id, attempt: this.document().flow.attempt }), {
    equal: (left, right) => left.id === right.id && left.attempt === right.attempt,
  });
  readonly #observationId = computed(() => this.observation().id);
  protected readonly current = computed(() => declarationOf(this.observation()));
  protected readonly proposed = computed(() => {
    const state = this.proposal();
    return state.status === 'ready' && state.proposal.declaration ? state.proposal : null;
  });
  protected readonly refused = computed(() => {
    const state = this.proposal();
    return state.status === 'ready' && !state.proposal.declaration ? state.proposal.reason : null;
  });
  protected readonly place = computed(() => ({
    flowName: this.document().flow.name,
    step: findObservation(this.document(), this.#observationId())?.step.name ?? '',
    observation: this.observation().name,
  }));
  /** What counts now, else what the data proposes, until somebody types. */
  protected readonly text = linkedSignal<DecisionDeclaration | null, string>({
    source: computed(() => this.current() ?? this.proposed()?.declaration ?? null),
    computation: (declaration) => (declaration ? declarationText(declaration) : ''),
  });
  protected readonly read = computed(() => readDeclaration(this.text()));
  protected readonly declaration = computed(() => {
    const read = this.read();
    return read.status === 'ok' ? read.declaration : null;
  });
  protected readonly problem = computed(() => {
    const read = this.read();
    return this.text().trim() !== '' && read.status === 'failed' ? read.detail : null;
  });

  constructor() {
    effect(() => {
      const [flow, id] = [this.#flow(), this.#observationId()];
      untracked(() => void this.#store.open(flow, id));
    });
    effect(() => {
      const [flow, id, declaration] = [this.#flow(), this.#observationId(), this.declaration()];
      untracked(() => void this.#store.show(flow, id, declaration));
    });
  }

  protected pathOf(word: PathWord): string {
    const declaration = this.declaration();
    return declaration ? pathAt(declaration, word) : '';
  }

  protected setPath(word: PathWord, path: string): void {
    const declaration = this.declaration() ?? { candidate: '' };
    this.text.set(declarationText(withPath(declaration, word, path)));
  }

  protected use(declaration: DecisionDeclaration): void {
    this.text.set(declarationText(declaration));
    this.save(declaration);
  }

  /** Null takes back what was declared before. */
  protected save(decision: DecisionDeclaration | null): void {
    const overridesRecorded = decision !== null && this.observation().decision !== null;
    void this.#store.save({ ...this.place(), decision, overridesRecorded });
  }

  protected reload(): void {
    void this.#store.open(this.#flow(), this.#observationId());
  }

  protected textOf(value: unknown): string {
    return JSON.stringify(value);
  }
}
