import { Component, input, signal } from '@angular/core';

/** A small word that copies: a text at hand, or one that must be fetched. */
@Component({
  selector: 'ft-copy-text',
  template: `<button class="tag" type="button" tabindex="-1" (click)="copy($event)">
    {{ isCopied() ? 'copied' : 'copy ' + word() }}
  </button>`,
})
export class CopyText {
  readonly word = input.required<string>();
  readonly text = input<string>();
  readonly textOf = input<(path: string | null) => Promise<string>>();
  readonly path = input<string | null>(null);

  protected readonly isCopied = signal(false);

  protected async copy(event: Event): Promise<void> {
    event.stopPropagation();
    const text = this.text() ?? (await this.textOf()?.(this.path())) ?? '';
    await navigator.clipboard.writeText(text);
    this.isCopied.set(true);
    setTimeout(() => this.isCopied.set(false), 1500);
  }
}
