import { DestroyRef, Directive, ElementRef, inject, output } from '@angular/core';

/** Says when its element scrolls into view, a screen ahead. */
@Directive({ selector: '[ftWhenSeen]' })
export class WhenSeen {
  readonly ftWhenSeen = output();

  constructor() {
    if (typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.ftWhenSeen.emit(),
      { rootMargin: '400px' },
    );
    observer.observe(inject<ElementRef<HTMLElement>>(ElementRef).nativeElement);
    inject(DestroyRef).onDestroy(() => observer.disconnect());
  }
}
