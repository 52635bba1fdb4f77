import { Component, computed, input } from '@angular/core';
import type { Outcome } from '@flow-trail/contracts';

import { StatusMark } from '../../ui/status-mark';
import type { Cell } from '../engine/cell';

const outcomes: ReadonlySet<string> = new Set(['kept', 'dropped', 'error', 'skipped']);

/** One value; outcomes carry their shape. */
@Component({
  selector: 'ft-record-cell',
  imports: [StatusMark],
  template: `@if (outcome(); as mark) {
      <ft-status-mark [mark]="mark" />
    }
    {{ cell().text }}`,
  styles: `
    :host {
      display: block;
      overflow: hidden;
      padding: 0 12px;
      line-height: 28px;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    :host(.right) {
      text-align: right;
    }
    :host([data-kind='number']),
    :host([data-kind='nested']) {
      font-family: var(--mono);
      font-size: var(--size-small);
      font-feature-settings:
        'zero',
        'calt' 0;
      font-variant-numeric: tabular-nums;
    }
    :host([data-kind='nested']),
    :host([data-kind='false']) {
      color: var(--text-2);
    }
    :host([data-kind='null']) {
      color: var(--text-3);
    }
    :host([data-kind='kept']) {
      color: var(--kept);
    }
    :host([data-kind='dropped']) {
      color: var(--dropped);
    }
    :host([data-kind='error']) {
      color: var(--error);
    }
    :host([data-kind='skipped']) {
      color: var(--skipped);
    }
    ft-status-mark {
      margin-right: 6px;
      vertical-align: -1px;
    }
  `,
  host: { '[attr.data-kind]': 'cell().kind', '[attr.title]': 'title()' },
})
export class RecordCell {
  readonly cell = input.required<Cell>();

  protected readonly outcome = computed(() => (outcomes.has(this.cell().kind) ? (this.cell().kind as Outcome) : null));
  protected readonly title = computed(() => (this.cell().text.length > 24 ? this.cell().text : null));
}
