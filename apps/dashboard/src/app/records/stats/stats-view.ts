import { Component, computed, effect, inject, input, output, untracked } from '@angular/core';

import { CountPipe } from '../../ui/unit-pipes';
import type { Condition } from '../engine/condition';
import type { TableShape } from '../engine/messages';
import type { RecordQuery } from '../engine/record-set';
import { DistributionStore } from '../table/distribution-store';
import { ValueSpread } from '../table/value-spread';

/** More than these are found as columns of the table. */
const SHOWN = 200;

/** How the values of each path are spread over the records that match. */
@Component({
  selector: 'ft-stats-view',
  imports: [CountPipe, ValueSpread],
  templateUrl: './stats-view.html',
  styleUrl: './stats-view.css',
  host: { 'data-testid': 'stats-view', tabindex: '0', role: 'region', 'aria-label': 'Stats' },
})
export class StatsView {
  readonly observationId = input.required<string>();
  readonly shape = input.required<TableShape>();
  readonly query = input.required<RecordQuery>();
  /** Conditions that are to hold too. */
  readonly conditions = output<Condition[]>();

  readonly #distributions = inject(DistributionStore);
  protected readonly columns = computed(() => this.shape().columns.slice(0, SHOWN));
  protected readonly distributions = this.#distributions.shown;
  protected readonly number = (value: number): string => String(Number(value.toPrecision(5)));

  constructor() {
    effect(() => {
      const paths = this.columns().map(({ path }) => path);
      const wish = { observationId: this.observationId(), query: this.query(), paths };
      untracked(() => this.#distributions.want(wish));
    });
  }
}
