import { Component, computed, inject, input, output } from '@angular/core';

import { CountPipe } from '../../ui/unit-pipes';
import { EngineClient } from '../engine-client';
import { JsonTree } from '../json/json-tree';
import { engineTree } from '../tree-source';

/** One record in full. */
@Component({
  selector: 'ft-record-drawer',
  imports: [CountPipe, JsonTree],
  template: `
    <header>
      <h3>
        Record <span class="number">{{ record() | count }}</span>
      </h3>
      <button class="button quiet" type="button" data-testid="close-record" (click)="closed.emit()">
        Close <kbd class="key">esc</kbd>
      </button>
    </header>
    <ft-json-tree [source]="source()" [canSearch]="true" label="Record" />
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      min-height: 0;
      background: var(--surface);
    }
    header {
      display: flex;
      align-items: center;
      justify-content: space-between;
      height: 36px;
      padding: 0 4px 0 12px;
      border-bottom: 1px solid var(--line);
    }
    h3 {
      font-size: var(--size);
    }
    ft-json-tree {
      flex: 1;
    }
  `,
  host: { role: 'complementary', 'aria-label': 'Record', 'data-testid': 'record-drawer' },
})
export class RecordDrawer {
  readonly observationId = input.required<string>();
  readonly record = input.required<number>();
  readonly closed = output();

  readonly #engine = inject(EngineClient);
  protected readonly source = computed(() => engineTree(this.#engine, this.observationId(), this.record()));
}
