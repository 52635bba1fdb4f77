import type { ObservationDetail, StepDetail } from '@flow-trail/contracts';

/** The step that a link names: by id, or by name and then its last try. Without a name the last step that captured something. */
export function selectedStep(steps: readonly StepDetail[], wanted: string | null): StepDetail | null {
  if (wanted === null) return steps.findLast(({ observations }) => observations.length > 0) ?? steps.at(-1) ?? null;
  return steps.find(({ id }) => id === wanted) ?? lastOf(steps, wanted);
}

/** A name where it is enough, else the id: links stay readable. */
export const stepWord = (steps: readonly StepDetail[], step: StepDetail): string =>
  lastOf(steps, step.name) === step ? step.name : step.id;

/** The observation that a link names; else the one that says most: decisions, then records, then output. */
export function selectedObservation(step: StepDetail | null, wanted: string | null): ObservationDetail | null {
  const observations = step?.observations ?? [];
  const named = observations.find(({ id, name }) => id === wanted || name === wanted);
  return named ?? observations.toSorted((left, right) => weightOf(right) - weightOf(left))[0] ?? null;
}

export const observationWord = (step: StepDetail, observation: ObservationDetail): string =>
  step.observations.find(({ name }) => name === observation.name) === observation ? observation.name : observation.id;

function lastOf(steps: readonly StepDetail[], name: string): StepDetail | null {
  const named = steps.filter((step) => step.name === name);
  return (
    named.toSorted((left, right) => left.iteration - right.iteration || left.version - right.version).at(-1) ?? null
  );
}

const weightOf = ({ decision, records, role }: ObservationDetail): number =>
  Number(decision !== null) * 4 + Number(records !== null) * 2 + Number(role === 'output');
