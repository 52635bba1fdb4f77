import type { ObservationEntity } from '../storage/entities/observation.entity.js';
import type { StepEntity } from '../storage/entities/step.entity.js';

export const inFlowOrder = (steps: readonly StepEntity[]): StepEntity[] =>
  steps.toSorted(
    (a, b) =>
      a.position - b.position ||
      a.createdAt.getTime() - b.createdAt.getTime() ||
      byText(a.name, b.name) ||
      a.iteration - b.iteration ||
      a.version - b.version,
  );

/** The observations of one step. */
export const asCaptured = (observations: readonly ObservationEntity[]): ObservationEntity[] =>
  observations.toSorted(
    (a, b) => a.ordinal - b.ordinal || byText(a.name, b.name) || a.version - b.version || byText(a.id, b.id),
  );

/** By code unit, the same on every machine. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
