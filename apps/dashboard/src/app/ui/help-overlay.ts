import { Component, computed, type ElementRef, inject, output, viewChild, afterNextRender } from '@angular/core';

import { Shortcuts } from './shortcuts';

const names: Record<string, string> = { Escape: 'esc', Enter: 'enter' };

@Component({
  selector: 'ft-help-overlay',
  template: `
    <dialog #dialog aria-label="Keyboard" data-testid="help" (close)="closed.emit()">
      <header>
        <h2>Keyboard</h2>
        <button class="button quiet" type="button" (click)="dialog.close()">Close</button>
      </header>
      <dl>
        @for (shortcut of shortcuts(); track shortcut.key) {
          <dt>
            <kbd class="key">{{ shortcut.key }}</kbd>
          </dt>
          <dd>{{ shortcut.does }}</dd>
        }
      </dl>
    </dialog>
  `,
  styleUrl: './dialog.css',
  styles: `
    dialog {
      width: 360px;
      padding: 16px 20px 20px;
    }
    header {
      display: flex;
      justify-content: space-between;
      margin: 0 -10px 8px 0;
    }
    h2 {
      font-size: 15px;
    }
    dl {
      display: grid;
      grid-template-columns: 56px 1fr;
      gap: 8px 0;
    }
    dd {
      color: var(--text-2);
    }
  `,
})
export class HelpOverlay {
  readonly closed = output();

  protected readonly shortcuts = computed(() => {
    const last = new Map(this.#shortcuts.all().map((shortcut) => [shortcut.key, shortcut]));
    return [...last.values()].map(({ key, does }) => ({ key: names[key] ?? key, does }));
  });
  readonly #shortcuts = inject(Shortcuts);
  private readonly dialogView = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');

  constructor() {
    afterNextRender(() => this.dialogView().nativeElement.showModal());
  }
}
