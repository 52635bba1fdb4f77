import { Component, computed, input, output } from '@angular/core';
import type { ObservationDetail } from '@flow-trail/contracts';

import { BytesPipe, CountPipe } from '../../ui/unit-pipes';

/** More than this nobody reads as tabs; the rest is reached by a link that names it. */
const SHOWN = 200;

@Component({
  selector: 'ft-observation-tabs',
  imports: [BytesPipe, CountPipe],
  template: `
    <div class="tabs" role="tablist" aria-label="Observations">
      @for (observation of shown(); track observation.id) {
        <button
          type="button"
          role="tab"
          data-testid="observation"
          [attr.data-observation]="observation.name"
          [attr.aria-selected]="observation.id === selectedId()"
          (click)="selectedChange.emit(observation.id)"
        >
          <span class="name">{{ observation.name }}</span>
          @if (observation.version > 1) {
            <span class="tag">v{{ observation.version }}</span>
          }
          @if (observation.role; as role) {
            <span class="tag">{{ role }}</span>
          }
          @if (observation.variant.of > 1) {
            <span class="tag">variant {{ observation.variant.index }} of {{ observation.variant.of }}</span>
          }
          <span class="size">
            @if (observation.records !== null) {
              {{ observation.records | count }} {{ observation.records === 1 ? 'record' : 'records' }}
            } @else {
              {{ observation.bytes | bytes }}
            }
          </span>
        </button>
      }
      @if (observations().length > shown().length) {
        <span class="rest">and {{ observations().length - shown().length | count }} more</span>
      }
    </div>
  `,
  styles: `
    :host {
      display: block;
      flex: 1 1 160px;
      min-width: 0;
    }
    .tabs {
      display: flex;
      gap: 4px;
      overflow-x: auto;
      padding: 0 8px;
      scrollbar-width: thin;
    }
    button {
      display: flex;
      flex: none;
      align-items: center;
      gap: 6px;
      height: 36px;
      padding: 0 8px;
      color: var(--text-2);
      white-space: nowrap;
    }
    button:hover {
      color: var(--text);
    }
    button:focus-visible {
      outline-offset: -3px;
    }
    button[aria-selected='true'] {
      box-shadow: inset 0 -2px var(--accent);
      color: var(--text);
    }
    [aria-selected='true'] .name {
      font-weight: 550;
    }
    .size,
    .rest {
      color: var(--text-3);
      font-size: var(--size-small);
    }
    .rest {
      padding: 8px;
    }
  `,
})
export class ObservationTabs {
  readonly observations = input.required<readonly ObservationDetail[]>();
  readonly selectedId = input<string | null>(null);
  readonly selectedChange = output<string>();

  protected readonly shown = computed(() => this.observations().slice(0, SHOWN));
}
