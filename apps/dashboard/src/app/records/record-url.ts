import { computed, inject, Injectable } from '@angular/core';

import { UrlState } from '../ui/url-state';
import type { Condition } from './engine/condition';
import { formatCondition, parseCondition } from './engine/condition-text';
import type { RecordQuery } from './engine/record-set';
import type { Sort } from './engine/sort';

const views = ['stats', 'json'] as const;
export type RecordView = 'table' | (typeof views)[number];

/** What of the records is shown, kept in the URL: `where`, `q`, `sort`, `dir`, `view`, `record`. */
@Injectable()
export class RecordUrl {
  readonly #url = inject(UrlState);

  readonly query = computed<RecordQuery>(
    () => ({
      conditions: this.#url.all('where').flatMap((text) => parseCondition(text) ?? []),
      text: this.#url.get('q') ?? '',
      sort: sortOf(this.#url.get('sort'), this.#url.get('dir')),
    }),
    { equal: (left, right) => JSON.stringify(left) === JSON.stringify(right) },
  );
  readonly view = computed<RecordView>(() => views.find((view) => view === this.#url.get('view')) ?? 'table');
  readonly record = computed(() => indexOf(this.#url.get('record')));

  setText(text: string): void {
    this.#url.set({ q: text || null });
  }

  setConditions(conditions: readonly Condition[]): void {
    this.#url.set({ where: conditions.length > 0 ? conditions.map(formatCondition) : null });
  }

  setSort(sort: Sort | null): void {
    this.#url.set({ sort: sort?.path ?? null, dir: sort?.direction === 'desc' ? 'desc' : null });
  }

  setRecord(index: number | null): void {
    this.#url.set({ record: index });
  }

  clear(): void {
    this.#url.set({ where: null, q: null });
  }
}

/** What belongs to one observation and goes when another is chosen; the page then shows its records. */
export const noRecordState = {
  where: null,
  q: null,
  sort: null,
  dir: null,
  view: null,
  record: null,
  hide: null,
  pin: null,
  width: null,
  tab: null,
} as const;

const sortOf = (path: string | null, direction: string | null): Sort | null =>
  path === null ? null : { path, direction: direction === 'desc' ? 'desc' : 'asc' };

const indexOf = (text: string | null): number | null => (text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null);
