import { afterNextRender, Component, type ElementRef, inject, linkedSignal, output, viewChild } from '@angular/core';
import { Router } from '@angular/router';

import { TypedAhead } from '../../ui/typed-ahead';
import { PaletteSearch } from './palette-search';
import type { Place } from './places';

/** Goes to a step, an observation or a candidate of the open flow, or to another flow, by what is typed. */
@Component({
  selector: 'ft-palette',
  providers: [PaletteSearch],
  templateUrl: './palette.html',
  styleUrls: ['../../ui/dialog.css', './palette.css'],
})
export class Palette {
  readonly closed = output();

  readonly #router = inject(Router);
  readonly #search = inject(PaletteSearch);
  private readonly dialogView = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  protected readonly begun = inject(TypedAhead).take();
  protected readonly places = this.#search.places;
  protected readonly isAsking = this.#search.isAsking;
  /** The one that enter goes to; the first again when others are found. */
  protected readonly active = linkedSignal({ source: this.places, computation: () => 0 });

  constructor() {
    this.find(this.begun);
    afterNextRender(() => this.dialogView().nativeElement.showModal());
  }

  protected find(text: string): void {
    this.#search.find(text);
  }

  protected press(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      this.active.update((active) => Math.min(Math.max(active + by, 0), Math.max(this.places().length - 1, 0)));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const place = this.places()[this.active()];
      if (place) this.go(place);
    }
  }

  protected go({ path, query }: Place): void {
    this.dialogView().nativeElement.close();
    if (path) void this.#router.navigate(path, { queryParams: query });
    else void this.#router.navigate([], { queryParams: query, queryParamsHandling: 'merge' });
  }
}
