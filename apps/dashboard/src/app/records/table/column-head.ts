import { Component, computed, ElementRef, inject, input, output } from '@angular/core';

import { countText } from '../../ui/units';
import type { Column } from '../engine/column';
import type { Distribution } from '../engine/distribution';
import { Spread } from './spread';

const STEP = 24;

/** The head of a column: its name sorts, the picture of its values tells more, its edge makes it wider. */
@Component({
  selector: 'ft-column-head',
  imports: [Spread],
  templateUrl: './column-head.html',
  styleUrls: ['../../ui/sort-head.css', './column-head.css'],
  host: { '(keydown.enter)': '$event.stopPropagation()' },
})
export class ColumnHead {
  readonly column = input.required<Column>();
  readonly width = input.required<number>();
  readonly isPinned = input(false);
  /** Absent until it was counted. */
  readonly distribution = input<Distribution>();
  readonly sorted = output();
  readonly opened = output<Element>();
  /** While it is dragged; */
  readonly dragged = output<number>();
  /** and what it is to be; null for its own width. */
  readonly resized = output<number | null>();

  readonly #element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  #grip: { pointer: number; from: number; width: number } | null = null;

  protected readonly title = computed(() => {
    const { path, role, queryable } = this.column();
    return `${path}${role ? ` · ${role}` : ''}${queryable ? ' · queryable' : ''}`;
  });
  protected readonly about = computed(() => {
    const shown = this.distribution();
    if (!shown) return `${this.column().path}: its values`;
    const values = `${countText(shown.present)} of ${countText(shown.records)} have a value`;
    return `${this.column().path}: ${values}, ${countText(shown.distinct)} different`;
  });

  protected open(): void {
    this.opened.emit(this.#element);
  }

  protected widen(event: Event, steps: number): void {
    event.preventDefault();
    event.stopPropagation();
    this.resized.emit(this.width() + steps * STEP);
  }

  protected grip(event: PointerEvent): void {
    event.preventDefault();
    (event.target as Element).setPointerCapture(event.pointerId);
    this.#grip = { pointer: event.pointerId, from: event.clientX, width: this.width() };
  }

  protected drag(event: PointerEvent): void {
    if (this.#grip?.pointer === event.pointerId) this.dragged.emit(this.#widthAt(this.#grip, event));
  }

  protected release(event: PointerEvent): void {
    const grip = this.#grip;
    this.#grip = null;
    // A click on the edge, and the first half of a double click, move nothing.
    if (grip?.pointer === event.pointerId && event.clientX !== grip.from) this.resized.emit(this.#widthAt(grip, event));
  }

  #widthAt({ width, from }: { width: number; from: number }, event: PointerEvent): number {
    return Math.max(width + event.clientX - from, 1);
  }
}
