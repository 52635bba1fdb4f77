import { computed, inject, Injectable } from '@angular/core';

import { UrlState } from '../../ui/url-state';
import type { Arrangement } from './table-layout';

/** How the columns are arranged, kept in the URL: `pin`, `hide` and `width` (`path:pixels`), each any number of times. */
@Injectable()
export class ColumnUrl {
  readonly #url = inject(UrlState);

  readonly arrangement = computed<Arrangement>(
    () => ({
      pinned: [...new Set(this.#url.all('pin'))],
      hidden: [...new Set(this.#url.all('hide'))],
      widths: new Map(this.#url.all('width').flatMap(widthIn)),
    }),
    { equal: (left, right) => keyOf(left) === keyOf(right) },
  );

  togglePinned(path: string): void {
    const { pinned, hidden } = this.arrangement();
    const others = pinned.filter((known) => known !== path);
    const isPinned = others.length < pinned.length;
    this.#url.set({
      pin: listOf(isPinned ? others : [...pinned, path]),
      hide: listOf(isPinned ? hidden : hidden.filter((known) => known !== path)),
    });
  }

  /** A hidden column is not pinned. */
  toggleHidden(path: string): void {
    const { pinned, hidden } = this.arrangement();
    const others = hidden.filter((known) => known !== path);
    const isHidden = others.length < hidden.length;
    this.#url.set({
      hide: listOf(isHidden ? others : [...hidden, path]),
      pin: listOf(pinned.filter((known) => known !== path)),
    });
  }

  /** Null gives the column its own width again. */
  setWidth(path: string, width: number | null): void {
    const widths = new Map(this.arrangement().widths);
    if (width === null) widths.delete(path);
    else widths.set(path, Math.round(width));
    this.#url.set({ width: listOf([...widths].map(([known, pixels]) => `${known}:${pixels}`)) });
  }

  reset(): void {
    this.#url.set({ pin: null, hide: null, width: null });
  }
}

const listOf = (paths: readonly string[]): readonly string[] | null => (paths.length > 0 ? paths : null);

const keyOf = ({ pinned, hidden, widths }: Arrangement): string => JSON.stringify([pinned, hidden, [...widths]]);

/** Nothing for what is no width. */
function widthIn(text: string): [string, number][] {
  const [, path = '', pixels] = /^(.+):(\d{1,4})$/.exec(text) ?? [];
  return pixels === undefined ? [] : [[path, Number(pixels)]];
}
