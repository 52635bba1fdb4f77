import { Component, computed, inject, input } from '@angular/core';
import type { ObservationDetail } from '@flow-trail/contracts';

import { UrlState } from '../../ui/url-state';
import { decisionOf } from './decisions-of';

const names = { records: 'Records', rules: 'Rules', stats: 'Stats', json: 'JSON', declare: 'Declaration' } as const;
export type ObservationView = keyof typeof names;
const views = Object.keys(names) as ObservationView[];

/** What the URL asks for, as far as the observation has it: rules need decisions, stats need records. */
export function observationView(wanted: string | null, observation: ObservationDetail | null): ObservationView {
  return viewsOf(observation).find((view) => view === wanted) ?? 'records';
}

const viewsOf = (observation: ObservationDetail | null): ObservationView[] =>
  views.filter((view) => {
    if (view === 'rules') return observation !== null && decisionOf(observation) !== null;
    return view === 'stats' ? observation?.records !== null : true;
  });

/** The ways to look at one observation: its records, what its rules did, how its values are spread, its JSON, how it is read. */
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
      display: contents;
      color: var(--text-2);
    }
    div {
      display: flex;
      flex: none;
      align-items: center;
      gap: 2px;
      padding-right: 12px;
    }
    p {
      flex: 1 0 100%;
      padding: 4px 16px;
      border-top: 1px solid var(--line);
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
  protected readonly views = computed(() => viewsOf(this.observation()));

  protected select(view: ObservationView): void {
    // Once something is declared, a flow opens with its matrix: whoever declared it stays here.
    this.#url.set({ tab: 'records', view: view === 'records' ? null : view });
  }
}
