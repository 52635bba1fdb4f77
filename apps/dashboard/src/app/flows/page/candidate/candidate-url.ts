import { computed, inject, Injectable } from '@angular/core';
import type { Params } from '@angular/router';

import { UrlState } from '../../../ui/url-state';

/** The candidate that is asked about, kept in the URL: `candidate` (its key, or what somebody typed) and `kind`. */
@Injectable()
export class CandidateUrl {
  readonly #url = inject(UrlState);

  readonly asked = computed(
    () => {
      const id = this.#url.get('candidate');
      return id === null ? null : { id, kind: this.#url.get('kind') };
    },
    { equal: (left, right) => left?.id === right?.id && left?.kind === right?.kind },
  );

  ask(id: string): void {
    this.#url.set({ candidate: id, kind: null });
  }

  close(): void {
    this.#url.set({ candidate: null, kind: null });
  }
}

/** The query that asks about a candidate. Its key tells the number 42 from the text "42". */
export const candidateLink = ({ key, kind }: { key: string; kind: string }): Params => ({
  candidate: key,
  kind: kind || null,
});
