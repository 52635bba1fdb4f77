import type { StepDetail, StepReference } from '@flow-trail/contracts';

/** What the trail needs to know of a step; the steps of a flow document fit. */
export interface TrailStep extends Pick<
  StepDetail,
  'name' | 'version' | 'iteration' | 'position' | 'parent' | 'createdAt' | 'startedAt' | 'finishedAt'
> {
  /** Where it is known, the end of a trail says what stopped it. */
  status?: StepDetail['status'];
}

/** A step whatever the try. */
export const placeOfStep = ({ name, iteration = 1 }: StepReference): string => JSON.stringify([name, iteration]);

/**
 * Of each step and iteration the last try, without those that belong to an earlier try of their parent, in the order
 * of the flow.
 */
export function lastTries(steps: readonly TrailStep[]): TrailStep[] {
  const last = new Map<string, TrailStep>();
  for (const step of steps) {
    const known = last.get(placeOfStep(step));
    if (!known || known.version < step.version) last.set(placeOfStep(step), step);
  }
  return [...last.values()].filter((step) => !wasAbandoned(step, last)).sort(inOrder);
}

export const inOrder = (left: TrailStep, right: TrailStep): number =>
  left.position - right.position || left.iteration - right.iteration || compareTexts(left.name, right.name);

export const compareTexts = (left: string, right: string): number => (left === right ? 0 : left < right ? -1 : 1);

/** Deeper than any flow nests; also ends where steps name each other as parents. */
export const DEPTH = 100;

function wasAbandoned(step: TrailStep, last: ReadonlyMap<string, TrailStep>): boolean {
  let child = step;
  for (let depth = 0; depth < DEPTH && child.parent; depth++) {
    const parent = last.get(placeOfStep(child.parent));
    if (!parent) return false;
    if ((child.parent.version ?? 1) < parent.version) return true;
    child = parent;
  }
  return false;
}
