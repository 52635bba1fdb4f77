import { computed, type Signal, signal } from '@angular/core';

import type { VirtualScroll } from './virtual-scroll';

export interface CursorGrid {
  /** All rows, drawn or not. */
  total: Signal<number>;
  /** Index of the first row that is drawn, and how many are. */
  drawn: Signal<{ from: number; count: number }>;
  scroll: Signal<VirtualScroll | undefined>;
  /** Opens the marked row. */
  open: () => void;
  /** Whether what is open follows the mark. */
  follows: () => boolean;
}

const page = 15;

/** The marked row of a grid, moved by keys. */
export class RowCursor {
  readonly #active = signal(0);

  /** Place in the order that is shown. */
  readonly active = this.#active.asReadonly();
  /** Whether the marked row is drawn, so that its element can be named. */
  readonly isDrawn = computed(() => {
    const { from, count } = this.grid.drawn();
    return this.#active() >= from && this.#active() < from + count;
  });

  constructor(private readonly grid: CursorGrid) {}

  toTop(): void {
    this.#active.set(0);
    this.grid.scroll()?.toTop();
  }

  set(position: number): void {
    this.#active.set(position);
  }

  move(by: number): void {
    this.#mark(this.#active() + by);
    if (this.grid.follows()) this.grid.open();
  }

  press(event: KeyboardEvent): void {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const by = moves[event.key];
    if (event.key === 'Enter') this.grid.open();
    else if (event.key === 'Home') this.#mark(0);
    else if (event.key === 'End') this.#mark(this.grid.total() - 1);
    else if (by !== undefined) this.move(by);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #mark(position: number): void {
    this.#active.set(Math.max(Math.min(position, this.grid.total() - 1), 0));
    this.grid.scroll()?.reveal(this.#active());
  }
}
