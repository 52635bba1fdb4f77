import { Component, effect, ElementRef, inject, input, ViewEncapsulation } from '@angular/core';

import { DrawnCells, gridCell } from '../../ui/drawn-cells';
import { drawMark, type Mark } from '../../ui/status-mark';
import type { Cell } from '../engine/cell';
import { drawMadeOf } from './draw-made-of';
import { type PlacedColumn, trackOf } from './table-layout';

interface Place {
  number: number;
  track: number;
  /** Pixels from the left edge; null for what moves. */
  left: number | null;
  isRight: boolean;
  cell: Cell;
}

/** Longer texts are cut in most columns. */
const LONG = 24;
const marks: ReadonlySet<string> = new Set<Mark>(['kept', 'dropped', 'error', 'skipped']);
const isMark = (kind: string): kind is Mark => marks.has(kind);

/** The cells of one row: a screen has hundreds, too many for a view each. */
@Component({
  selector: 'ft-record-cells',
  template: '',
  styleUrl: './record-cells.css',
  // What is drawn by hand has no names of a template to be styled by.
  encapsulation: ViewEncapsulation.None,
})
export class RecordCells {
  readonly cells = input.required<readonly Cell[]>();
  /** Where the cell of each column stands, by path. */
  readonly cellOf = input.required<ReadonlyMap<string, number>>();
  /** Those in view. */
  readonly columns = input.required<readonly PlacedColumn[]>();

  readonly #drawn = new DrawnCells<Place>(inject<ElementRef<HTMLElement>>(ElementRef).nativeElement, drawCell);

  constructor() {
    effect(() => this.#drawn.show(this.#places()));
  }

  #places(): Place[] {
    const [cells, cellOf] = [this.cells(), this.cellOf()];
    return this.columns().flatMap(({ column, number, start, isPinned }, index) => {
      const cell = cells[cellOf.get(column.path) ?? -1];
      const left = isPinned ? start : null;
      return cell ? [{ number, track: trackOf(index), left, isRight: column.type === 'number', cell }] : [];
    });
  }
}

function drawCell({ number, track, left, isRight, cell: { kind, text, madeOf } }: Place): HTMLElement {
  const name = ['cell', isRight ? 'right' : '', left === null ? '' : 'anchored'].filter(Boolean).join(' ');
  const drawn = gridCell(number + 1, track, name);
  drawn.dataset['kind'] = kind;
  if (left !== null) drawn.style.left = `${left}px`;
  if (madeOf) drawn.append(drawMadeOf(madeOf));
  else {
    if (text.length > LONG) drawn.title = text;
    if (isMark(kind)) drawn.append(drawMark(kind));
    drawn.append(text);
  }
  return drawn;
}
