import { Component, input, output } from '@angular/core';

import { quoted } from '../records/engine/matrix/complete-filter';
import type { MatrixOutcome } from '../records/engine/matrix/filter';
import type { MatrixRow } from '../records/engine/matrix/matrix';
import type { StageShape } from '../records/engine/matrix/matrix-stage';
import { StatusMark } from '../ui/status-mark';
import { outcomeClause } from './clause';
import type { StageColumns } from './matrix-layout';
import { numberText } from './number-text';

/** The cells of one row: those that stand are not looked at again while further rows are drawn. */
@Component({
  selector: 'ft-matrix-cells',
  imports: [StatusMark],
  templateUrl: './matrix-cells.html',
  styleUrl: './matrix-cells.css',
})
export class MatrixCells {
  readonly cells = input.required<MatrixRow['cells']>();
  /** Those in view. */
  readonly stages = input.required<readonly StageColumns[]>();
  /** The stage of the first cell. */
  readonly firstStage = input.required<number>();
  /** A condition to add or to take away. */
  readonly clause = output<string>();

  protected readonly numberText = numberText;

  protected filterBy({ word }: StageShape, outcome: MatrixOutcome, event: Event): void {
    event.stopPropagation();
    this.clause.emit(outcomeClause(word, outcome));
  }

  protected filterByRule({ word }: StageShape, rule: string, isAlone: boolean | null, event: Event): void {
    event.stopPropagation();
    this.clause.emit(`${quoted(word)}.${isAlone ? 'failed alone' : 'rule'} = ${quoted(rule)}`);
  }
}
