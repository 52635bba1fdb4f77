import { afterNextRender, Component, computed, type ElementRef, input, output, viewChild } from '@angular/core';

import { CountPipe } from '../../ui/unit-pipes';
import type { Column } from '../engine/column';
import type { Condition } from '../engine/condition';
import type { Distribution } from '../engine/distribution';
import { ValueSpread } from './value-spread';

const WIDTH = 320;
const MARGIN = 8;
const STEP = 40;

/** What is known of a column, and what can be done with it. */
@Component({
  selector: 'ft-column-card',
  imports: [CountPipe, ValueSpread],
  template: `
    <dialog
      #dialog
      closedby="any"
      data-testid="column-card"
      [attr.aria-label]="'Column ' + column().path"
      [style.left.px]="left()"
      [style.top.px]="top()"
      (close)="closed.emit()"
    >
      <h3 class="cut" [title]="column().path">
        {{ column().path }}
        @if (column().role; as role) {
          <span class="tag">{{ role }}</span>
        }
        <span class="tag">{{ column().type }}</span>
      </h3>
      <div class="acts">
        <button class="button" type="button" data-testid="pin-column" (click)="leave(pinned)">
          {{ isPinned() ? 'Unpin' : 'Pin' }}
        </button>
        <button class="button" type="button" data-testid="hide-column" (click)="leave(hidden)">Hide</button>
        <button class="button" type="button" aria-label="Narrower" (click)="resized.emit(width() - step)">−</button>
        <button class="button" type="button" aria-label="Wider" (click)="resized.emit(width() + step)">+</button>
        <button class="button quiet" type="button" (click)="resized.emit(null)">Own width</button>
      </div>
      @if (distribution(); as shown) {
        <p>
          {{ shown.present | count }} of {{ shown.records | count }}
          {{ shown.records < total() ? 'records that match' : 'records' }} have a value,
          {{ shown.distinct | count }} different
        </p>
        <ft-value-spread [path]="column().path" [distribution]="shown" (conditions)="filter($event)" />
      } @else {
        <p aria-busy="true">Counting…</p>
      }
    </dialog>
  `,
  styles: `
    dialog {
      position: fixed;
      width: 320px;
      max-height: 70vh;
      margin: 0;
      padding: 12px;
      overflow: auto;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--raised);
      color: var(--text);
      box-shadow: var(--shadow-over);
    }
    dialog::backdrop {
      background: none;
    }
    .acts {
      display: flex;
      gap: 4px;
      margin: 8px 0;
    }
    p {
      margin-bottom: 6px;
      color: var(--text-2);
      font-size: var(--size-small);
    }
  `,
})
export class ColumnCard {
  readonly column = input.required<Column>();
  readonly width = input.required<number>();
  readonly isPinned = input.required<boolean>();
  readonly distribution = input<Distribution>();
  /** All records, whether they match or not. */
  readonly total = input.required<number>();
  /** It opens below this. */
  readonly anchor = input.required<Element>();
  readonly pinned = output();
  readonly hidden = output();
  readonly resized = output<number | null>();
  readonly conditions = output<Condition[]>();
  readonly closed = output();

  private readonly dialogView = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  protected readonly step = STEP;
  readonly #place = computed(() => this.anchor().getBoundingClientRect());
  protected readonly left = computed(() =>
    Math.max(Math.min(this.#place().left, window.innerWidth - WIDTH - MARGIN), MARGIN),
  );
  protected readonly top = computed(() => this.#place().bottom);

  constructor() {
    afterNextRender(() => this.dialogView().nativeElement.showModal());
  }

  protected leave(act: { emit: () => void }): void {
    this.dialogView().nativeElement.close();
    act.emit();
  }

  protected filter(conditions: Condition[]): void {
    this.dialogView().nativeElement.close();
    this.conditions.emit(conditions);
  }
}
