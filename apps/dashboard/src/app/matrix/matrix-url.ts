import { computed, inject, Injectable } from '@angular/core';

import type { MatrixSort, SortField } from '../records/engine/matrix/matrix-order';
import type { StageName } from '../records/engine/matrix/filter';
import { UrlState } from '../ui/url-state';

/** What of the matrix is shown, kept in the URL: `match`, `order`, `candidate`, `kind`; `first` opens the first. */
@Injectable()
export class MatrixUrl {
  readonly #url = inject(UrlState);

  /** The condition, as typed. */
  readonly match = computed(() => this.#url.get('match') ?? '');
  /** `search.score desc`; null for the order of their own. */
  readonly order = computed(() => this.#url.get('order'));
  readonly showsAll = computed(() => this.match().trim() === '' && this.order() === null);
  /** The candidate that stands open. */
  readonly candidate = computed(
    () => {
      const key = this.#url.get('candidate');
      return key === null ? null : { key, kind: this.#url.get('kind') ?? '' };
    },
    { equal: (left, right) => left?.key === right?.key && left?.kind === right?.kind },
  );

  /** A link asks for the first candidate that matches. */
  readonly opensFirst = computed(() => this.#url.get('first') !== null);

  setMatch(text: string): void {
    this.#url.set({ match: text || null, first: null });
  }

  setOrder(order: string | null): void {
    this.#url.set({ order });
  }

  openCandidate({ key, kind }: { key: string; kind: string }): void {
    this.#url.set({ candidate: key, kind: kind || null, first: null });
  }
}

/** What belongs to one attempt and goes when another is chosen. */
export const noMatrixState = { match: null, order: null, candidate: null, kind: null, first: null } as const;

const sortFields: readonly SortField[] = ['outcome', 'score', 'rank', 'rule'];

/** Null for what names no column of this flow. */
export function sortOf(order: string | null, stages: readonly StageName[]): MatrixSort | null {
  const [, name = '', direction] = /^(.+) (asc|desc)$/.exec(order ?? '') ?? [];
  if (direction !== 'asc' && direction !== 'desc') return null;
  if (name === 'label') return { by: null, direction };
  const dot = name.lastIndexOf('.');
  const field = sortFields.find((known) => known === name.slice(dot + 1));
  const stage = stages.findIndex(({ word }) => word === name.slice(0, dot));
  return field && stage >= 0 ? { by: { stage, field }, direction } : null;
}

/** One click further: the better ones first, the other way, the order of their own. */
export function nextOrder(order: string | null, column: string): string | null {
  const first = column.endsWith('.score') ? 'desc' : 'asc';
  const second = first === 'asc' ? 'desc' : 'asc';
  if (order === `${column} ${first}`) return `${column} ${second}`;
  return order === `${column} ${second}` ? null : `${column} ${first}`;
}
