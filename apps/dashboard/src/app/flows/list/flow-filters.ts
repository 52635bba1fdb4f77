import { Component, type ElementRef, input, output, viewChild } from '@angular/core';
import { flowStatuses, type FlowStatus } from '@flow-trail/contracts';

import type { FlowFilter } from '../../api/flow-urls';
import { StatusMark } from '../../ui/status-mark';

@Component({
  selector: 'ft-flow-filters',
  imports: [StatusMark],
  template: `
    <div class="search keyed">
      <input
        #name
        class="field"
        type="search"
        placeholder="Filter by name"
        aria-label="Filter by name"
        data-testid="filter-name"
        autocomplete="off"
        spellcheck="false"
        [value]="filter().name"
        (input)="changeName(name.value)"
      />
      <kbd class="key" aria-hidden="true">/</kbd>
    </div>
    <div class="statuses" role="group" aria-label="Status">
      @for (status of statuses; track status) {
        <button
          class="chip"
          type="button"
          [attr.data-testid]="'filter-' + status"
          [attr.aria-pressed]="filter().statuses.includes(status)"
          (click)="toggle(status)"
        >
          <ft-status-mark [mark]="status" /> {{ status }}
        </button>
      }
    </div>
  `,
  styles: `
    :host,
    .statuses {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    .search {
      width: 260px;
    }
  `,
})
export class FlowFilters {
  readonly filter = input.required<FlowFilter>();
  readonly filterChange = output<FlowFilter>();

  protected readonly statuses = flowStatuses;
  private readonly nameView = viewChild.required<ElementRef<HTMLInputElement>>('name');

  focus(): void {
    this.nameView().nativeElement.select();
    this.nameView().nativeElement.focus();
  }

  protected changeName(name: string): void {
    this.filterChange.emit({ ...this.filter(), name });
  }

  protected toggle(status: FlowStatus): void {
    const chosen = this.filter().statuses;
    const statuses = chosen.includes(status) ? chosen.filter((other) => other !== status) : [...chosen, status];
    this.filterChange.emit({ ...this.filter(), statuses });
  }
}
