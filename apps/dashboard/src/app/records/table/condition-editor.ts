import { afterNextRender, Component, computed, type ElementRef, input, output, viewChild } from '@angular/core';

import type { Column } from '../engine/column';
import { type Condition, type Operator, operators } from '../engine/condition';

/** One condition in the making: path, operator, value. */
@Component({
  selector: 'ft-condition-editor',
  template: `
    <form data-testid="condition-editor" (submit)="$event.preventDefault(); add()" (keydown.escape)="leave($event)">
      <select #path class="field" aria-label="Column" data-testid="condition-path">
        @for (group of groups(); track group.label) {
          <optgroup [label]="group.label">
            @for (column of group.columns; track column.path) {
              <option [value]="column.path">{{ column.path }}</option>
            }
          </optgroup>
        }
      </select>
      <select #op class="field op" aria-label="Operator" data-testid="condition-op">
        @for (operator of operators; track operator) {
          <option [value]="operator">{{ operator }}</option>
        }
      </select>
      <input
        #value
        class="field value"
        aria-label="Value"
        data-testid="condition-value"
        autocomplete="off"
        placeholder="value"
      />
      <button class="button primary" type="submit" data-testid="condition-add">Add</button>
      <button class="button quiet" type="button" (click)="closed.emit()">Cancel</button>
    </form>
  `,
  styles: `
    form {
      display: flex;
      gap: 4px;
    }
    select.field {
      max-width: 200px;
      padding: 0 4px;
    }
    .value {
      width: 140px;
      font-family: var(--mono);
      font-size: var(--size-small);
    }
  `,
})
export class ConditionEditor {
  readonly columns = input.required<readonly Column[]>();
  readonly added = output<Condition>();
  readonly closed = output();

  protected readonly operators = operators;
  protected readonly groups = computed(() => {
    const declared = this.columns().filter(({ role, queryable }) => role !== null || queryable !== null);
    const rest = this.columns().filter((column) => !declared.includes(column));
    return [
      { label: 'Declared', columns: declared },
      { label: 'Found in the records', columns: rest },
    ].filter(({ columns }) => columns.length > 0);
  });
  private readonly pathView = viewChild.required<ElementRef<HTMLSelectElement>>('path');
  private readonly opView = viewChild.required<ElementRef<HTMLSelectElement>>('op');
  private readonly valueView = viewChild.required<ElementRef<HTMLInputElement>>('value');

  constructor() {
    afterNextRender(() => this.pathView().nativeElement.focus());
  }

  protected add(): void {
    this.added.emit({
      path: this.pathView().nativeElement.value,
      op: this.opView().nativeElement.value as Operator,
      value: this.valueView().nativeElement.value,
    });
  }

  protected leave(event: Event): void {
    event.stopPropagation();
    this.closed.emit();
  }
}
