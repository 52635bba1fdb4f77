import {
  afterNextRender,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  output,
  signal,
} from '@angular/core';

import { firstRow, rangeOf, type RowRange, scrollTopOf, spacerHeight, type VirtualList } from './virtual-layout';

/** Pixels of the content that are in view from side to side. */
export interface Across {
  left: number;
  width: number;
}

/** Scrolls over any number of rows of one height, of which only a window is drawn. A `head` stays on top. */
@Component({
  selector: 'ft-virtual-scroll',
  template: `
    <ng-content select="[head]" />
    <div class="spacer" [style.height.px]="spacer()">
      <div class="rows" [style.transform]="transform()"><ng-content /></div>
    </div>
  `,
  styles: `
    :host {
      display: block;
      overflow: auto;
      overflow-anchor: none;
      scrollbar-width: thin;
      scrollbar-color: var(--line-strong) transparent;
    }
    .spacer {
      min-width: var(--content-width, auto);
      contain: layout style;
    }
    .rows {
      will-change: transform;
    }
  `,
  host: { '[style.--content-width]': "isWide() ? 'max-content' : null", '(scroll)': 'scroll()' },
})
export class VirtualScroll {
  readonly total = input.required<number>();
  readonly rowHeight = input.required<number>();
  readonly headHeight = input(0);
  /** Whether rows may be wider than the view. */
  readonly isWide = input(false);
  /** Index of the first row that stands inside. */
  readonly renderedFrom = input(0);
  readonly rangeChange = output<RowRange>();
  readonly acrossChange = output<Across>();

  readonly #element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly #height = signal(0);
  readonly #scrollTop = signal(0);
  readonly #isMeasured = signal(false);
  /** To be brought into view as soon as the height is known. */
  #awaited: number | null = null;
  readonly #across = signal<Across>({ left: 0, width: 0 }, { equal: isSameAcross });
  readonly #list = computed<VirtualList>(() => ({
    total: this.total(),
    rowHeight: this.rowHeight(),
    height: Math.max(this.#height() - this.headHeight(), 0),
  }));
  readonly #range = computed(() => rangeOf(this.#list(), this.#scrollTop()), { equal: isSameRange });

  protected readonly spacer = computed(() => spacerHeight(this.#list()));
  protected readonly transform = computed(() => {
    const hidden = firstRow(this.#list(), this.#scrollTop()) - this.renderedFrom();
    return `translateY(${this.#scrollTop() - hidden * this.rowHeight()}px)`;
  });

  constructor() {
    // What is in view is not known before.
    effect(() => {
      if (this.#isMeasured()) this.rangeChange.emit(this.#range());
    });
    effect(() => {
      if (this.#isMeasured()) this.acrossChange.emit(this.#across());
    });
    if (typeof ResizeObserver === 'undefined') {
      afterNextRender(() => this.#measure());
      return;
    }
    // It tells the height first when the frame is laid out anyway; asking sooner would lay it out once more.
    const observer = new ResizeObserver(() => this.#measure());
    observer.observe(this.#element);
    inject(DestroyRef).onDestroy(() => observer.disconnect());
  }

  /** Brings a row into view with the least movement. */
  reveal(row: number): void {
    if (!this.#isMeasured()) return void (this.#awaited = row);
    const list = { ...this.#list(), height: Math.max(this.#element.clientHeight - this.headHeight(), 0) };
    const first = firstRow(list, this.#element.scrollTop);
    const fitting = Math.max(Math.floor(list.height / list.rowHeight), 1);
    if (row < first) this.#element.scrollTop = scrollTopOf(list, row);
    else if (row >= first + fitting - 1) this.#element.scrollTop = scrollTopOf(list, row - fitting + 1);
  }

  focus(): void {
    this.#element.focus();
  }

  toTop(): void {
    this.#awaited = null;
    if (this.#scrollTop() > 0) this.#element.scrollTop = 0;
  }

  scrollAcross(left: number): void {
    this.#element.scrollLeft = left;
  }

  protected scroll(): void {
    const { clientWidth, scrollLeft, scrollTop } = this.#element;
    this.#scrollTop.set(scrollTop);
    this.#across.set({ left: scrollLeft, width: clientWidth });
  }

  #measure(): void {
    this.#height.set(this.#element.clientHeight);
    this.#isMeasured.set(true);
    if (this.#awaited !== null) this.reveal(this.#awaited);
    this.#awaited = null;
    this.scroll();
  }
}

const isSameRange = (left: RowRange, right: RowRange): boolean =>
  left.from === right.from && left.count === right.count;

const isSameAcross = (one: Across, other: Across): boolean => one.left === other.left && one.width === other.width;
