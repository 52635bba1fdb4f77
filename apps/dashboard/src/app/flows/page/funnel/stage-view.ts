import type { Params } from '@angular/router';
import type { FlowDocument } from '@flow-trail/contracts';
import type { StageSummary } from '@flow-trail/decisions';

import { findObservation } from '../decisions-of';
import { recordLink } from '../record-link';
import { fieldOf, matching } from './matrix-match';
import type { PlacedStage } from './place-stages';
import { ofOutcome, type Segment, segmentsOf } from './segments';
import { type Band, stageShape } from './stage-shape';

/** Reasons that a stage names itself; the rest is one click away. */
const NAMED = 3;

/** What is drawn of a stage, and where its parts lead. */
export interface StageView extends PlacedStage {
  bands: Band[];
  segments: Segment[];
  /** Segments beyond those. */
  more: number;
  all: Params;
  kept: Params;
  lost: Params;
  /** Opens the first that nobody explained, vanished or appeared; null when there is none. */
  unexplained: Params | null;
}

/** Draws stages of one funnel. Each view is made when it is first asked for: of hundreds few are ever seen. */
export function stageViews(
  document: FlowDocument,
  stages: readonly StageSummary[],
): (placed: PlacedStage) => StageView {
  const greatest = Math.max(0, ...stages.map((stage) => stage.in));
  const known = new Map<PlacedStage, StageView>();
  return (placed) => {
    const view = known.get(placed) ?? viewOf(placed, document, stages, greatest);
    known.set(placed, view);
    return view;
  };
}

function viewOf(
  placed: PlacedStage,
  document: FlowDocument,
  stages: readonly StageSummary[],
  greatest: number,
): StageView {
  const { stage } = placed;
  const [observationId] = stage.observations;
  const observation = findObservation(document, observationId)?.observation;
  // The record table reads records as their client declared them; a later declaration shows in the matrix.
  const declaration = observation?.declared ? null : (observation?.decision ?? null);
  const outcome = fieldOf(stage, stages, 'outcome');
  const segments = segmentsOf(stage, stages, declaration);
  const link = (query: Params): Params =>
    query['match'] === undefined ? (recordLink(document, observationId, query) ?? {}) : query;
  const shown = segments.slice(0, NAMED).map((segment) => ({ ...segment, query: link(segment.query) }));
  return {
    ...placed,
    bands: stageShape(stage, greatest),
    segments: shown,
    more: segments.length - shown.length,
    all: link({}),
    kept: link(ofOutcome(stage, stages, 'kept', declaration)),
    unexplained: segments.find(({ tone }) => tone === 'unexplained')?.query ?? null,
    lost: matching(`${outcome} != kept and ${outcome} != none`),
  };
}
