import { afterRenderEffect, Component, computed, input, output, signal, untracked, viewChild } from '@angular/core';

import { growing } from '../../ui/growing';
import { StatusMark } from '../../ui/status-mark';
import { DurationPipe } from '../../ui/unit-pipes';
import type { RowRange } from '../../ui/virtual-layout';
import { VirtualScroll } from '../../ui/virtual-scroll';
import { foldSteps } from './fold-steps';
import type { StepRow } from './step-rows';

export const STEP_HEIGHT = 48;
const ROWS_A_BIT = 3;

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
  /** Steps that stand the other way than they began. */
  readonly #toggled = signal<ReadonlySet<string>>(new Set());
  protected readonly shown = computed(() => foldSteps(this.rows(), this.#toggled(), this.selectedId()));
  protected readonly range = signal<RowRange>({ from: 0, count: 30 });
  protected readonly drawn = growing(
    computed(() => {
      const { from, count } = this.range();
      return this.shown().slice(from, from + count);
    }),
    ROWS_A_BIT,
    0,
  );
  readonly #selectedRow = computed(() => this.shown().findIndex(({ step }) => step.id === this.selectedId()));
  private readonly scrollView = viewChild(VirtualScroll);

  constructor() {
    afterRenderEffect(() => {
      const row = this.#selectedRow();
      if (row >= 0) untracked(() => this.scrollView()?.reveal(row));
    });
  }

  move(by: number): void {
    const row = this.shown()[Math.min(Math.max(this.#selectedRow() + by, 0), this.shown().length - 1)];
    if (row) this.selectedChange.emit(row.step.id);
  }

  protected toggle(id: string): void {
    this.#toggled.update((toggled) => {
      const next = new Set(toggled);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }
}
