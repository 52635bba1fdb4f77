import { Component, input, viewChildren } from '@angular/core';
import type { FlowListItem } from '@flow-trail/contracts';

import { FlowRow } from './flow-row';

@Component({
  selector: 'ft-flow-list',
  imports: [FlowRow],
  templateUrl: './flow-list.html',
  styleUrl: './flow-list.css',
  host: { role: 'table', 'aria-label': 'Flows' },
})
export class FlowList {
  /** Null draws the skeleton of what comes. */
  readonly flows = input.required<readonly FlowListItem[] | null>();

  protected readonly skeleton = [62, 48, 71, 55, 66, 40, 58, 69, 45, 60, 52, 64];
  private readonly rowsView = viewChildren(FlowRow);
  #active = -1;

  /** Moves the focus by rows. */
  move(by: number): void {
    const last = this.rowsView().length - 1;
    this.#active = Math.min(Math.max(this.#active + by, 0), last);
    this.rowsView()[this.#active]?.focus();
  }

  /** Opens the row that has or had the focus, else the first. */
  openActive(): void {
    this.rowsView()[Math.max(this.#active, 0)]?.open();
  }

  protected activate(index: number): void {
    this.#active = index;
  }
}
