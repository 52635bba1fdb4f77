import { Component, effect, ElementRef, inject, input, output, ViewEncapsulation } from '@angular/core';

import { quoted } from '../records/engine/matrix/complete-filter';
import type { MatrixRow } from '../records/engine/matrix/matrix';
import type { MatrixCell } from '../records/engine/matrix/matrix-cell';
import { DrawnCells, element, gridCell, titled } from '../ui/drawn-cells';
import { drawMark } from '../ui/status-mark';
import { outcomeClause } from './clause';
import type { MatrixColumn, StageColumns } from './matrix-layout';
import { numberText } from './number-text';

interface Place {
  word: string;
  column: MatrixColumn;
  isFirst: boolean;
  cell: MatrixCell | null;
}

/** The cells of one row: a screen has hundreds, too many for a view each. */
@Component({
  selector: 'ft-matrix-cells',
  template: '',
  styleUrl: './matrix-cells.css',
  // What is drawn by hand has no names of a template to be styled by.
  encapsulation: ViewEncapsulation.None,
  host: { '(click)': 'press($event)' },
})
export class MatrixCells {
  readonly cells = input.required<MatrixRow['cells']>();
  /** Those in view. */
  readonly stages = input.required<readonly StageColumns[]>();
  /** The stage of the first cell. */
  readonly firstStage = input.required<number>();
  /** A condition to add or to take away. */
  readonly clause = output<string>();

  readonly #drawn = new DrawnCells<Place>(inject<ElementRef<HTMLElement>>(ElementRef).nativeElement, (place) =>
    this.#drawCell(place),
  );
  readonly #clauses = new WeakMap<Element, string>();

  constructor() {
    effect(() => this.#drawn.show(this.#places()));
  }

  protected press(event: MouseEvent): void {
    const button = event.target instanceof Element && event.target.closest('button');
    const clause = button && this.#clauses.get(button);
    if (!clause) return;
    event.stopPropagation();
    this.clause.emit(clause);
  }

  #places(): Place[] {
    const [cells, first] = [this.cells(), this.firstStage()];
    return this.stages().flatMap(({ stage: { word }, index, columns }) =>
      columns.map((column, at) => ({ word, column, isFirst: at === 0, cell: cells[index - first] ?? null })),
    );
  }

  #drawCell({ word, column: { field, place }, isFirst, cell }: Place): HTMLElement {
    const drawn = gridCell(place, place, isFirst ? 'cell first' : 'cell');
    drawn.dataset['field'] = field;
    if (!cell) return drawn;
    drawn.dataset['outcome'] = cell.outcome;
    if (field === 'outcome') drawn.append(this.#drawOutcome(word, cell));
    else if (field === 'rule') drawn.append(...this.#drawWhy(word, cell));
    else drawn.append(titled(element('span', '', numberText(cell[field])), String(cell[field] ?? '')));
    return drawn;
  }

  #drawOutcome(word: string, { outcome }: MatrixCell): HTMLElement {
    const clause = outcomeClause(word, outcome);
    return this.#drawButton('outcome', `${word} ${outcome}: filter by it`, clause, [drawMark(outcome), outcome]);
  }

  #drawWhy(word: string, { rule, why, isAlone }: MatrixCell): HTMLElement[] {
    const reason = why ?? '';
    if (rule === null) return [titled(element('span', 'why cut', reason), reason)];
    const title = `${rule} ${reason}${isAlone ? ' · would have survived but for this rule' : ''}`;
    const clause = `${quoted(word)}.${isAlone ? 'failed alone' : 'rule'} = ${quoted(rule)}`;
    const button = this.#drawButton('rule cut', title, clause, [
      element('bdi', '', rule),
      ' ',
      element('span', 'why', reason),
    ]);
    if (!isAlone) return [button];
    return [button, titled(element('span', 'alone', 'alone'), 'Would have survived but for this rule')];
  }

  #drawButton(name: string, title: string, clause: string, content: (Node | string)[]): HTMLElement {
    const button = element('button', name);
    button.type = 'button';
    button.tabIndex = -1;
    button.append(...content);
    this.#clauses.set(button, clause);
    return titled(button, title);
  }
}
