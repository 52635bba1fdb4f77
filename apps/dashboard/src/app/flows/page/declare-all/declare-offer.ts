import { Component, input, output } from '@angular/core';

import { CountPipe } from '../../../ui/unit-pipes';

/** In the place of the funnel, for a flow that declares nothing. */
@Component({
  selector: 'ft-declare-offer',
  imports: [CountPipe],
  template: `
    <p>
      <b>No step says what its records decide,</b> so nobody can be told why. The data of its {{ count() | count }}
      {{ count() === 1 ? 'observation' : 'observations' }} may say it.
    </p>
    <button class="button primary" type="button" data-testid="find-decisions" (click)="wanted.emit()">
      Find decisions in the data
    </button>
  `,
  styles: `
    :host {
      display: flex;
      flex: none;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 16px;
      padding: 12px 16px;
    }
    p {
      color: var(--text-2);
    }
    b {
      color: var(--text);
      font-weight: 550;
    }
  `,
  host: { class: 'card', 'data-testid': 'declare-offer' },
})
export class DeclareOffer {
  readonly count = input.required<number>();
  readonly wanted = output();
}
