import { DestroyRef, inject, Injectable, signal } from '@angular/core';

import { DecisionClient } from '../../api/decision-client';
import { FlowClient } from '../../api/flow-client';
import { CandidateSearch } from '../../matrix/candidate-search';
import { CurrentFlow } from './current-flow';
import { candidatePlace, EACH, flowPlaces, foundPlaces, isFlowId, partOfFlowId, type Place, placesIn } from './places';

const TYPING_MS = 150;

/** What is known on the page at once, then what the server finds. */
@Injectable()
export class PaletteSearch {
  readonly #flows = inject(FlowClient);
  readonly #decisions = inject(DecisionClient);
  readonly #candidatesByName = inject(CandidateSearch);
  readonly #current = inject(CurrentFlow);
  readonly #places = signal<readonly Place[]>([]);
  readonly #isAsking = signal(false);
  #abort = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly places = this.#places.asReadonly();
  readonly isAsking = this.#isAsking.asReadonly();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.#stop());
  }

  find(text: string): void {
    this.#stop();
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    const document = this.#current.document();
    const known = document ? placesIn(document, text) : [];
    this.#places.set(known);
    this.#isAsking.set(text.trim() !== '');
    if (text.trim() === '') return;
    this.#timer = setTimeout(async () => {
      const found = await Promise.all([
        this.#candidates(text, signal),
        this.#named(text, signal),
        this.#flowsOf(text, signal),
      ]);
      if (signal.aborted) return;
      this.#isAsking.set(false);
      this.#places.set(withoutDoubles([known, ...found].flat()));
    }, TYPING_MS);
  }

  async #candidates(text: string, signal: AbortSignal): Promise<Place[]> {
    const flow = this.#current.document()?.flow;
    if (!flow?.summary) return [];
    const answer = await this.#decisions.why(flow, text.trim(), null, signal);
    return answer.status === 'ok' ? [candidatePlace(answer.value) ?? []].flat() : [];
  }

  async #named(text: string, signal: AbortSignal): Promise<Place[]> {
    const document = this.#current.document();
    if (!document) return [];
    return foundPlaces(document, text, await this.#candidatesByName.find(document, text, EACH, signal));
  }

  async #flowsOf(text: string, signal: AbortSignal): Promise<Place[]> {
    if (isFlowId(text)) {
      const answer = await this.#flows.read(text.trim(), null, signal);
      return answer.status === 'ok' ? flowPlaces([answer.value.flow]) : [];
    }
    const id = partOfFlowId(text);
    const filters = [...(id === null ? [] : [{ name: '', statuses: [], id }]), { name: text.trim(), statuses: [] }];
    const answers = await Promise.all(filters.map((filter) => this.#flows.list(filter, null, signal)));
    return answers.flatMap((answer) => (answer.status === 'ok' ? flowPlaces(answer.value.flows) : []));
  }

  #stop(): void {
    this.#abort.abort();
    clearTimeout(this.#timer);
  }
}

function withoutDoubles(places: readonly Place[]): Place[] {
  const byTarget = new Map<string, Place>();
  for (const place of places) {
    const target = JSON.stringify([place.path, place.query]);
    if (!byTarget.has(target)) byTarget.set(target, place);
  }
  return [...byTarget.values()];
}
