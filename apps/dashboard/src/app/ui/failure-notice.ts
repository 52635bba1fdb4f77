import { Component, computed, inject, input, output } from '@angular/core';

import { ApiKey } from '../api/api-key';
import type { Failure } from '../api/failure';
import { CopyButton } from './copy-button';
import { KeyForm } from './key-form';
import { Notice } from './notice';

/** What failed, whether it is safe to retry, and the request id. Where a key is what is lacking, it asks for one. */
@Component({
  selector: 'ft-failure-notice',
  imports: [CopyButton, KeyForm, Notice],
  template: `
    <ft-notice [title]="failure().title" [isPage]="isPage()" role="alert" data-testid="failure">
      <p>{{ failure().detail }}</p>
      <p>
        @if (failure().retryable) {
          Trying again is safe: nothing was changed.
        }
        @if (failure().requestId; as id) {
          Request <code>{{ id }}</code> <ft-copy-button [text]="id" label="Copy the request id" />
        }
      </p>
      @if (lacksKey()) {
        <ft-key-form (given)="useKey($event)" />
      }
      <div class="acts">
        @if (canRetry()) {
          <button class="button" type="button" data-testid="retry" (click)="retry.emit()">Try again</button>
        }
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
  /** Whether there is nothing else on the page. */
  readonly isPage = input(false);
  readonly retry = output();
  readonly #apiKey = inject(ApiKey);
  /** What is gone stays gone; what is not there yet may come in a moment. */
  protected readonly canRetry = computed(() => this.failure().status !== 410);
  /** Refused with a key means that another one may do. */
  protected readonly lacksKey = computed(() => {
    const { status } = this.failure();
    return status === 401 || (status === 403 && this.#apiKey.value() !== null);
  });

  protected useKey(key: string): void {
    this.#apiKey.keep(key);
    this.retry.emit();
  }
}
