import { Component, computed, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { FlowDocument } from '@flow-trail/contracts';
import type { FlowSummary } from '@flow-trail/decisions';

import { growing } from '../../../ui/growing';
import { SeenAcross } from '../../../ui/seen-across';
import { CountPipe } from '../../../ui/unit-pipes';
import type { Across } from '../../../ui/virtual-scroll';
import { columnsInView } from './columns-in-view';
import { FunnelTable } from './funnel-table';
import { type PlacedStage, placeStages } from './place-stages';
import { shapeHeight } from './stage-shape';
import { stageViews } from './stage-view';

const STAGES_A_BIT = 1;

/** How candidates became fewer: a stage a column, and a click on any part of it opens exactly those records. */
@Component({
  selector: 'ft-funnel',
  imports: [CountPipe, FunnelTable, RouterLink, SeenAcross],
  templateUrl: './funnel.html',
  styleUrl: './funnel.css',
  host: { class: 'card', role: 'region', 'aria-label': 'Funnel', 'data-testid': 'funnel' },
})
export class Funnel {
  readonly document = input.required<FlowDocument>();
  readonly summary = input.required<FlowSummary>();
  /** Id of the observation that is looked at. */
  readonly selectedId = input<string | null>(null);

  protected readonly box = `0 0 100 ${shapeHeight}`;
  protected readonly across = signal<Across>({ left: 0, width: 0 });
  protected readonly placed = computed(() => placeStages(this.summary().stages));
  protected readonly columns = computed(() => Math.max(0, ...this.placed().map(({ column }) => column)));
  /** Of parallel branches, one below the other. */
  protected readonly lanes = computed(() => Math.max(0, ...this.placed().map(({ lane }) => lane)));
  readonly #viewOf = computed(() => stageViews(this.document(), this.summary().stages));
  readonly #inView = computed(() => columnsInView(this.placed(), this.across()), { equal: isSameStages });
  readonly #growing = growing(this.#inView, STAGES_A_BIT);
  protected readonly drawn = computed(() => this.#growing().map(this.#viewOf()));
  /** The stage whose check is shown: the one looked at, else the last. */
  protected readonly checked = computed(() => {
    const placed = this.placed().find(({ stage }) => this.isSelected(stage)) ?? this.placed().at(-1);
    return placed ? this.#viewOf()(placed) : null;
  });
  /** Opens them at the first stage that has some; undefined when no stage shown has. */
  protected readonly unexplained = computed(() => {
    const odd = this.placed().find(({ stage }) => stage.unexplained + stage.vanished + stage.appeared > 0);
    return odd && this.#viewOf()(odd).unexplained;
  });
  protected readonly notRecorded = computed(() =>
    this.summary().stages.reduce((sum, stage) => sum + stage.notRecorded, 0),
  );

  protected isSelected({ observations }: PlacedStage['stage']): boolean {
    return observations.includes(this.selectedId() ?? '');
  }
}

const isSameStages = (left: readonly PlacedStage[], right: readonly PlacedStage[]): boolean =>
  left.length === right.length && left.every((placed, at) => placed === right[at]);
