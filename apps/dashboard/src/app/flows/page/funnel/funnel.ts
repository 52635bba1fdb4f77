import { Component, computed, input } from '@angular/core';
import { type Params, RouterLink } from '@angular/router';
import type { FlowDocument } from '@flow-trail/contracts';
import type { FlowSummary, StageSummary } from '@flow-trail/decisions';

import { growing } from '../../../ui/growing';
import { CountPipe } from '../../../ui/unit-pipes';
import { findObservation } from '../decisions-of';
import { recordLink } from '../record-link';
import { FunnelTable } from './funnel-table';
import { fieldOf, matching } from './matrix-match';
import { type PlacedStage, placeStages } from './place-stages';
import { ofOutcome, type Segment, segmentsOf } from './segments';
import { type Band, shapeHeight, stageShape } from './stage-shape';

/** Reasons that a stage names itself; the rest is one click away. */
const NAMED = 3;
const STAGES_A_FRAME = 5;

interface StageView extends PlacedStage {
  bands: Band[];
  segments: Segment[];
  /** Segments beyond those. */
  more: number;
  isSelected: boolean;
  all: Params;
  kept: Params;
  lost: Params;
  /** Opens the first that nobody explained, vanished or appeared; null when there is none. */
  unexplained: Params | null;
}

/** How candidates became fewer: a stage a column, and a click on any part of it opens exactly those records. */
@Component({
  selector: 'ft-funnel',
  imports: [CountPipe, FunnelTable, RouterLink],
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
  protected readonly stages = computed(() => {
    const { stages } = this.summary();
    const greatest = Math.max(0, ...stages.map((stage) => stage.in));
    return placeStages(stages).map((placed) => this.#view(placed, greatest));
  });
  /** Of parallel branches, one below the other. */
  protected readonly lanes = computed(() => Math.max(0, ...this.stages().map(({ lane }) => lane)));
  protected readonly drawn = growing(this.stages, STAGES_A_FRAME);
  /** The stage whose check is shown: the one looked at, else the last. */
  protected readonly checked = computed(() => {
    const stages = this.stages();
    return stages.find(({ isSelected }) => isSelected) ?? stages.at(-1) ?? null;
  });
  /** Opens them at the first stage that has some; undefined when no stage shown has. */
  protected readonly unexplained = computed(
    () => this.stages().find(({ unexplained }) => unexplained !== null)?.unexplained,
  );
  protected readonly notRecorded = computed(() =>
    this.summary().stages.reduce((sum, stage) => sum + stage.notRecorded, 0),
  );

  #view(placed: PlacedStage, greatest: number): StageView {
    const { stage } = placed;
    const { stages } = this.summary();
    const observation = findObservation(this.document(), stage.observations[0])?.observation;
    // The record table reads records as their client declared them; a later declaration shows in the matrix.
    const declaration = observation?.declared ? null : (observation?.decision ?? null);
    const outcome = fieldOf(stage, stages, 'outcome');
    const segments = segmentsOf(stage, stages, declaration);
    const shown = segments.slice(0, NAMED).map((segment) => ({ ...segment, query: this.#link(stage, segment.query) }));
    return {
      ...placed,
      bands: stageShape(stage, greatest),
      segments: shown,
      more: segments.length - shown.length,
      isSelected: stage.observations.includes(this.selectedId() ?? ''),
      all: this.#link(stage, {}),
      kept: this.#link(stage, ofOutcome(stage, stages, 'kept', declaration)),
      unexplained: segments.find(({ tone }) => tone === 'unexplained')?.query ?? null,
      lost: matching(`${outcome} != kept and ${outcome} != none`),
    };
  }

  #link(stage: StageSummary, query: Params): Params {
    return query['match'] === undefined ? (recordLink(this.document(), stage.observations[0], query) ?? {}) : query;
  }
}
