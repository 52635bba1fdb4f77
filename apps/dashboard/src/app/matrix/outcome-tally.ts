import { Component, computed, input, output } from '@angular/core';

import { type MatrixOutcome, matrixOutcomes } from '../records/engine/matrix/filter';
import type { OutcomeTally as Tally } from '../records/engine/matrix/matrix-stage';
import { StatusMark } from '../ui/status-mark';
import { CountPipe } from '../ui/unit-pipes';

/** What became of the candidates at one stage, each outcome a filter. */
@Component({
  selector: 'ft-outcome-tally',
  imports: [CountPipe, StatusMark],
  template: `
    @for (outcome of shown(); track outcome) {
      <button
        type="button"
        tabindex="-1"
        [attr.data-testid]="'tally-' + outcome"
        [attr.aria-label]="(tally()[outcome] | count) + ' ' + outcome + ' at ' + stage()"
        [title]="outcome + ': filter by it'"
        [style.color]="'var(--' + (outcome === 'vanished' ? 'unexplained' : outcome) + ')'"
        (click)="chosen.emit(outcome)"
      >
        <ft-status-mark [mark]="outcome" />{{ tally()[outcome] | count }}
      </button>
    }
  `,
  styles: `
    :host {
      display: flex;
      gap: 2px;
      overflow: hidden;
    }
    button {
      display: flex;
      flex: none;
      align-items: center;
      gap: 4px;
      height: 20px;
      padding: 0 4px;
      border-radius: 4px;
      font-size: 11px;
      font-variant-numeric: tabular-nums;
    }
    button:hover {
      background: var(--hover);
    }
  `,
})
export class OutcomeTally {
  readonly tally = input.required<Tally>();
  readonly stage = input.required<string>();
  readonly chosen = output<MatrixOutcome>();

  protected readonly shown = computed(() => matrixOutcomes.filter((outcome) => this.tally()[outcome] > 0));
}
