import { Component, type ElementRef, input, output, signal, viewChild } from '@angular/core';

import { CountPipe } from '../../ui/unit-pipes';
import type { FoundLine } from '../engine/json-lines';

/** Searches keys and values of a tree: enter goes on, shift and enter back. */
@Component({
  selector: 'ft-tree-search',
  imports: [CountPipe],
  template: `
    <div class="keyed">
      <input
        #field
        class="field"
        type="search"
        placeholder="Search keys and values"
        aria-label="Search keys and values"
        data-testid="tree-search"
        autocomplete="off"
        spellcheck="false"
        (input)="look(field.value)"
        (keydown.enter)="go(1, $event)"
        (keydown.shift.enter)="go(-1, $event)"
      />
      <kbd class="key" aria-hidden="true">/</kbd>
    </div>
    <p role="status" data-testid="tree-matches">
      @if (found(); as at) {
        @if (at.total === 0) {
          Nothing found
        } @else {
          {{ at.at + 1 | count }} of {{ at.total | count }}
        }
      }
    </p>
    @if ((found()?.total ?? 0) > 1) {
      <button class="button quiet" type="button" aria-label="Previous match" (click)="go(-1)">↑</button>
      <button class="button quiet" type="button" aria-label="Next match" (click)="go(1)">↓</button>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex: none;
      align-items: center;
      gap: 8px;
      padding: 6px 12px 2px;
    }
    .keyed {
      width: 240px;
    }
    p {
      min-width: 84px;
      color: var(--text-2);
      font-size: var(--size-small);
      font-variant-numeric: tabular-nums;
    }
  `,
})
export class TreeSearch {
  readonly found = input.required<FoundLine | null>();
  readonly wanted = output<{ text: string; at: number }>();

  readonly #text = signal('');
  private readonly fieldView = viewChild.required<ElementRef<HTMLInputElement>>('field');

  focus(): void {
    this.fieldView().nativeElement.focus();
    this.fieldView().nativeElement.select();
  }

  protected look(text: string): void {
    this.#text.set(text);
    this.wanted.emit({ text, at: 0 });
  }

  protected go(by: number, event?: Event): void {
    event?.preventDefault();
    this.wanted.emit({ text: this.#text(), at: (this.found()?.at ?? 0) + by });
  }
}
