import { Component, computed, input, signal } from '@angular/core';
import type { Json } from '@flow-trail/contracts';

import type { JsonValue } from '../../records/engine/exact-json';
import { compactText } from '../../records/engine/json-text';
import { JsonTree } from '../../records/json/json-tree';
import { localTree } from '../../records/tree-source';

export interface JsonPart {
  name: string;
  value: Json;
}

/** Small JSON values by name, each a line until it is opened. */
@Component({
  selector: 'ft-json-parts',
  imports: [JsonTree],
  template: `
    <div class="parts">
      @for (part of shown(); track part.name) {
        <button
          type="button"
          [attr.data-testid]="'part-' + part.name"
          [attr.aria-expanded]="open() === part.name"
          (click)="toggle(part.name)"
        >
          <i class="twist"></i>{{ part.name }} <code class="cut">{{ part.preview }}</code>
        </button>
      }
    </div>
    @if (source(); as tree) {
      <ft-json-tree class="card" [source]="tree" [most]="10" [label]="open() ?? 'JSON'" />
    }
  `,
  styleUrl: './json-parts.css',
})
export class JsonParts {
  readonly parts = input.required<readonly JsonPart[]>();

  protected readonly open = signal<string | null>(null);
  protected readonly shown = computed(() =>
    this.parts()
      .filter(({ value }) => !isEmpty(value))
      .map(({ name, value }) => ({ name, value, preview: compactText(value as JsonValue, 100) })),
  );
  protected readonly source = computed(() => {
    const part = this.shown().find(({ name }) => name === this.open());
    return part ? localTree(part.value as JsonValue) : null;
  });

  protected toggle(name: string): void {
    this.open.update((open) => (open === name ? null : name));
  }
}

const isEmpty = (value: Json): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);
