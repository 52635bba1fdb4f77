import { Component, computed, inject, input } from '@angular/core';
import type { ObservationDetail } from '@flow-trail/contracts';

import { UrlState } from '../../ui/url-state';
import { decisionOf } from './decisions-of';

export type ObservationView = 'records' | 'rules' | 'declare';

const names: Record<ObservationView, string> = { records: 'Records', rules: 'Rules', declare: 'Declaration' };

/** What the URL asks for, as far as the observation has it: rules need decisions. */
export function observationView(wanted: string | null, observation: ObservationDetail | null): ObservationView {
  if (wanted === 'declare' && observation) return 'declare';
  return wanted === 'rules' && observation && decisionOf(observation) ? 'rules' : 'records';
}

/** The ways to look at one observation: its records, what its rules did, how it is read. */
@Component({
  selector: 'ft-observation-views',
  template: `
    <div role="group" aria-label="Views of the observation">
      @for (view of views(); track view) {
        <button
          type="button"
          [attr.data-testid]="'show-' + view"
          [attr.aria-pressed]="view === selected()"
          (click)="select(view)"
        >
          {{ names[view] }}
        </button>
      }
    </div>
    @if (observation().summaryFailure; as failure) {
      <p class="alarm" data-testid="summary-failure">Its decisions could not be read: {{ failure }}</p>
    } @else if (!decision()) {
      <p>
        No decisions are declared here.
        <button class="link" type="button" data-testid="propose" (click)="select('declare')">
          Find them in the data
        </button>
      </p>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex: none;
      align-items: center;
      gap: 16px;
      min-width: 0;
      padding: 6px 16px 0;
      color: var(--text-2);
    }
    div {
      display: flex;
      flex: none;
      gap: 2px;
    }
    div button {
      height: 26px;
      padding: 0 10px;
      border-radius: var(--radius-small);
    }
    div button:hover {
      background: var(--hover);
      color: var(--text);
    }
    div button[aria-pressed='true'] {
      background: var(--sunken);
      color: var(--text);
      font-weight: 550;
    }
    .link {
      color: var(--accent);
      text-decoration: underline;
    }
    .alarm {
      color: var(--error);
    }
  `,
})
export class ObservationViews {
  readonly observation = input.required<ObservationDetail>();
  readonly selected = input.required<ObservationView>();

  readonly #url = inject(UrlState);
  protected readonly names = names;
  protected readonly decision = computed(() => decisionOf(this.observation()));
  protected readonly views = computed<ObservationView[]>(() =>
    this.decision() ? ['records', 'rules', 'declare'] : ['records', 'declare'],
  );

  protected select(view: ObservationView): void {
    // Once something is declared, a flow opens with its matrix: whoever declared it stays here.
    this.#url.set({ tab: 'records', view: view === 'records' ? null : view });
  }
}
