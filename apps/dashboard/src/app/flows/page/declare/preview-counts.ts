import { Component, input } from '@angular/core';
import type { DecisionSummary } from '@flow-trail/decisions';

import { CountPipe } from '../../../ui/unit-pipes';

/** What a declaration would say of the records of this run. */
@Component({
  selector: 'ft-preview-counts',
  imports: [CountPipe],
  template: `
    @let counts = summary();
    <p class="check" data-testid="preview">
      <b>{{ counts.in | count }}</b> in = <b class="kept">{{ counts.kept | count }}</b> kept +
      <b class="dropped">{{ counts.dropped | count }}</b> dropped + <b>{{ counts.error | count }}</b> error +
      <b>{{ counts.skipped | count }}</b> skipped +
      <span [class.alarm]="counts.unexplained > 0"
        ><b>{{ counts.unexplained | count }}</b> unexplained</span
      >
      @if (counts.notRecorded > 0) {
        ; <b>{{ counts.notRecorded | count }}</b> not recorded
      }
    </p>
    <div class="bar" aria-hidden="true">
      @for (part of parts; track part) {
        <i [class]="part" [style.flex-grow]="counts[part]"></i>
      }
    </div>
    @if (counts.rules.length > 0) {
      <ul>
        @for (rule of counts.rules; track rule.rule) {
          <li>
            {{ rule.rule }}: {{ rule.failed | count }} failed, {{ rule.failedFirst | count }} first,
            {{ rule.failedAlone | count }} alone
          </li>
        }
      </ul>
    }
    @if (counts.withoutId > 0) {
      <p class="alarm">{{ counts.withoutId | count }} of {{ counts.in | count }} records name no candidate.</p>
    }
    @if (counts.unknownWords.length > 0) {
      <p class="alarm">No outcome is declared for: {{ counts.unknownWords.join(', ') }}</p>
    }
    @for (problem of counts.problems; track problem) {
      <p class="alarm">{{ problem }}</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 6px;
    }
    b {
      font-weight: 650;
    }
    .bar {
      display: flex;
      overflow: hidden;
      height: 10px;
      border-radius: 3px;
      background: var(--sunken);
    }
    .bar i {
      min-width: 0;
    }
    .bar .kept {
      background: var(--kept);
    }
    .bar .dropped {
      background: var(--dropped-fill);
    }
    .bar .error {
      background: var(--error);
    }
    .bar .skipped {
      background: var(--skipped-fill);
    }
    .bar .unexplained {
      background: var(--unexplained);
    }
    b.kept {
      color: var(--kept);
    }
    b.dropped {
      color: var(--dropped);
    }
    .alarm {
      color: var(--unexplained);
    }
    ul {
      color: var(--text-2);
    }
  `,
})
export class PreviewCounts {
  readonly summary = input.required<DecisionSummary>();

  protected readonly parts = ['kept', 'dropped', 'error', 'skipped', 'unexplained'] as const;
}
