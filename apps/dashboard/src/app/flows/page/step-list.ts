import { afterRenderEffect, Component, computed, input, output, signal, untracked, viewChild } from '@angular/core';

import { StatusMark } from '../../ui/status-mark';
import { DurationPipe } from '../../ui/unit-pipes';
import type { RowRange } from '../../ui/virtual-layout';
import { VirtualScroll } from '../../ui/virtual-scroll';
import type { StepRow } from './step-rows';

export const STEP_HEIGHT = 48;

/** The steps as a waterfall: when each ran, how long, why it ended as it did. */
@Component({
  selector: 'ft-step-list',
  imports: [DurationPipe, StatusMark, VirtualScroll],
  templateUrl: './step-list.html',
  styleUrl: './step-list.css',
})
export class StepList {
  readonly rows = input.required<readonly StepRow[]>();
  /** Distinct steps, tries not counted. */
  readonly count = input.required<number>();
  readonly selectedId = input<string | null>(null);
  readonly selectedChange = output<string>();

  protected readonly height = STEP_HEIGHT;
  protected readonly range = signal<RowRange>({ from: 0, count: 30 });
  protected readonly window = computed(() => {
    const { from, count } = this.range();
    return this.rows().slice(from, from + count);
  });
  readonly #selectedRow = computed(() => this.rows().findIndex(({ step }) => step.id === this.selectedId()));
  private readonly scrollView = viewChild(VirtualScroll);

  constructor() {
    afterRenderEffect(() => {
      const row = this.#selectedRow();
      if (row >= 0) untracked(() => this.scrollView()?.reveal(row));
    });
  }

  move(by: number): void {
    const row = this.rows()[Math.min(Math.max(this.#selectedRow() + by, 0), this.rows().length - 1)];
    if (row) this.selectedChange.emit(row.step.id);
  }
}
