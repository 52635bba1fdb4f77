import { Component, input, output } from '@angular/core';

import { type FlowTab, flowTabs } from './selected-tab';

const names: Record<FlowTab, string> = { matrix: 'Matrix', records: 'Records', declare: 'Declarations' };

/** The ways to look at a flow: all candidates across its steps, what one step captured, or how its data could be read. */
@Component({
  selector: 'ft-flow-tabs',
  template: `
    <div role="tablist" aria-label="Views of the flow">
      @for (tab of tabs; track tab) {
        <button
          type="button"
          role="tab"
          [attr.data-testid]="'tab-' + tab"
          [attr.aria-selected]="tab === selected()"
          (click)="selectedChange.emit(tab)"
        >
          {{ names[tab] }}
        </button>
      }
    </div>
  `,
  styles: `
    :host {
      display: block;
      flex: none;
      border-bottom: 1px solid var(--line);
    }
    div {
      display: flex;
      gap: 4px;
      padding: 0 8px;
    }
    button {
      height: 36px;
      padding: 0 10px;
      color: var(--text-2);
    }
    button:hover {
      color: var(--text);
    }
    button:focus-visible {
      outline-offset: -3px;
    }
    button[aria-selected='true'] {
      box-shadow: inset 0 -2px var(--accent);
      color: var(--text);
      font-weight: 550;
    }
  `,
})
export class FlowTabs {
  readonly selected = input.required<FlowTab>();
  readonly selectedChange = output<FlowTab>();

  protected readonly tabs = flowTabs;
  protected readonly names = names;
}
