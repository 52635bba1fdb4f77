import { Component, type ElementRef, input, output, signal, viewChild } from '@angular/core';

import type { Column } from '../engine/column';
import type { Condition } from '../engine/condition';
import type { RecordQuery } from '../engine/record-set';
import { ConditionEditor } from './condition-editor';

/** Text search and conditions; all must hold. */
@Component({
  selector: 'ft-filter-bar',
  imports: [ConditionEditor],
  templateUrl: './filter-bar.html',
  styleUrl: './filter-bar.css',
})
export class FilterBar {
  readonly columns = input.required<readonly Column[]>();
  readonly query = input.required<RecordQuery>();
  readonly textChange = output<string>();
  readonly conditionsChange = output<Condition[]>();

  protected readonly isEditing = signal(false);
  private readonly searchView = viewChild.required<ElementRef<HTMLInputElement>>('search');

  focusSearch(): void {
    this.searchView().nativeElement.focus();
    this.searchView().nativeElement.select();
  }

  protected add(condition: Condition): void {
    this.isEditing.set(false);
    this.conditionsChange.emit([...this.query().conditions, condition]);
  }

  protected remove(condition: Condition): void {
    this.conditionsChange.emit(this.query().conditions.filter((other) => other !== condition));
  }
}
