import { Component, computed, inject, input, signal } from '@angular/core';

import { Shortcuts } from '../../ui/shortcuts';
import type { ExportTarget } from '../engine/export/export-source';
import { ExportDialog, type ExportSubject } from './export-dialog';

/** Asks for what is shown as a file. */
@Component({
  selector: 'ft-export-button',
  imports: [ExportDialog],
  template: `
    <button class="button quiet" type="button" data-testid="export" title="Export what is shown (e)" (click)="open()">
      Export
    </button>
    @if (isOpen()) {
      @defer (on immediate) {
        <ft-export-dialog [target]="target()" [subject]="subject()" (closed)="isOpen.set(false)" />
      }
    }
  `,
})
export class ExportButton {
  readonly target = input.required<ExportTarget>();
  readonly name = input.required<string>();
  readonly noun = input.required<ExportSubject['noun']>();
  readonly matched = input.required<number>();
  readonly total = input.required<number>();

  protected readonly isOpen = signal(false);
  protected readonly subject = computed<ExportSubject>(() => ({
    name: this.name(),
    noun: this.noun(),
    matched: this.matched(),
    total: this.total(),
  }));

  constructor() {
    inject(Shortcuts).add([{ key: 'e', does: 'Export what is shown', act: () => this.open() }]);
  }

  protected open(): void {
    this.isOpen.set(true);
  }
}
