import { DestroyRef, Directive, ElementRef, inject, output } from '@angular/core';

import type { Across } from './virtual-scroll';

/** Says which pixels of its element's content are in view from side to side, at first and whenever that changes. */
@Directive({ selector: '[ftSeenAcross]', host: { '(scroll)': 'tell()' } })
export class SeenAcross {
  readonly ftSeenAcross = output<Across>();

  readonly #element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    if (typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => this.tell());
    observer.observe(this.#element);
    inject(DestroyRef).onDestroy(() => observer.disconnect());
  }

  protected tell(): void {
    const { clientWidth: width, scrollLeft: left } = this.#element;
    this.ftSeenAcross.emit({ left, width });
  }
}
