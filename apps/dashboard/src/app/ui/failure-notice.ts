import { Component, input, output } from '@angular/core';

import type { Failure } from '../api/failure';
import { CopyButton } from './copy-button';
import { Notice } from './notice';

/** What failed, whether it is safe to retry, and the request id. */
@Component({
  selector: 'ft-failure-notice',
  imports: [CopyButton, Notice],
  template: `
    <ft-notice [title]="failure().title" role="alert" data-testid="failure">
      <p>{{ failure().detail }}</p>
      <p>
        @if (failure().retryable) {
          Trying again is safe: nothing was changed.
        }
        @if (failure().requestId; as id) {
          Request <code>{{ id }}</code> <ft-copy-button [text]="id" label="Copy the request id" />
        }
      </p>
      <div class="acts">
        <button class="button" type="button" data-testid="retry" (click)="retry.emit()">Try again</button>
        <ng-content />
      </div>
    </ft-notice>
  `,
  styles: `
    .acts {
      display: flex;
      gap: 8px;
    }
  `,
})
export class FailureNotice {
  readonly failure = input.required<Failure>();
  readonly retry = output();
}
