import { Component, input, signal } from '@angular/core';

/** Copies a text and says so for a moment. */
@Component({
  selector: 'ft-copy-button',
  template: `
    <button type="button" [attr.aria-label]="label()" [title]="label()" (click)="copy()">
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        @if (isCopied()) {
          <path d="M3 8.5 6.5 12 13 4.5" />
        } @else {
          <path d="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z" />
        }
      </svg>
      <span class="unseen" role="status">{{ isCopied() ? 'Copied' : '' }}</span>
    </button>
  `,
  styles: `
    :host {
      display: inline-block;
      vertical-align: -3px;
    }
    button {
      display: grid;
      place-items: center;
      width: 20px;
      height: 20px;
      border-radius: 4px;
      color: var(--text-3);
    }
    button:hover {
      background: var(--hover);
      color: var(--text);
    }
    path {
      fill: none;
      stroke: currentColor;
      stroke-width: 1.4;
      stroke-linejoin: round;
    }
  `,
})
export class CopyButton {
  readonly text = input.required<string>();
  readonly label = input('Copy');

  protected readonly isCopied = signal(false);

  protected async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.text());
    this.isCopied.set(true);
    setTimeout(() => this.isCopied.set(false), 1500);
  }
}
