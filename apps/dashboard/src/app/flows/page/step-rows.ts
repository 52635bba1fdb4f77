import type { StepDetail } from '@flow-trail/contracts';

/** A step as a line of the waterfall. */
export interface StepRow {
  step: StepDetail;
  depth: number;
  /** How many tries this iteration of the step had. */
  tries: number;
  /** The last try is the one that went on. */
  isLastTry: boolean;
  /** How many iterations the step had. */
  iterations: number;
  /** Share of the flow's time before it, and its own; null while it has not begun. */
  bar: { start: number; length: number } | null;
}

/** Steps in order, tries of one iteration together, children under their parent. */
export function stepRows(steps: readonly StepDetail[], now: number): StepRow[] {
  const span = spanOf(steps, now);
  const children = Map.groupBy(steps, (step) => parentOf(step, steps));
  const groups = Map.groupBy(steps, groupOf);
  const named = Map.groupBy(steps, ({ name }) => name);
  const seen = new Set<StepDetail>();
  const rowsUnder = (parent: StepDetail | null, depth: number): StepRow[] =>
    inOrder(children.get(parent) ?? []).flatMap((step) => {
      seen.add(step);
      const tries = groups.get(groupOf(step)) ?? [step];
      const row: StepRow = {
        step,
        depth,
        tries: tries.length,
        isLastTry: tries.every(({ version }) => version <= step.version),
        iterations: new Set(named.get(step.name)?.map(({ iteration }) => iteration)).size,
        bar: barOf(step, span, now),
      };
      return [row, ...rowsUnder(step, depth + 1)];
    });
  const rows = rowsUnder(null, 0);
  // Steps that name each other as parents hang from nothing; they are shown all the same.
  const adrift = steps.filter((step) => !seen.has(step)).map((step) => ({ ...step, parent: null }));
  return adrift.length === 0 ? rows : [...rows, ...stepRows(adrift, now)];
}

const groupOf = ({ name, iteration }: StepDetail): string => JSON.stringify([name, iteration]);

function parentOf(step: StepDetail, steps: readonly StepDetail[]): StepDetail | null {
  const { parent } = step;
  if (!parent) return null;
  const named = steps.filter(({ name }) => name === parent.name);
  const exact = named.find(
    ({ version, iteration }) => version === (parent.version ?? 1) && iteration === (parent.iteration ?? 1),
  );
  const found = exact ?? named[0] ?? null;
  return found === step ? null : found;
}

/** By position; the tries of one iteration stay together where the first of them stands. */
function inOrder(steps: readonly StepDetail[]): StepDetail[] {
  const groups = [...Map.groupBy(steps, groupOf).values()];
  return groups
    .map((tries) => tries.toSorted((left, right) => left.version - right.version))
    .toSorted((left, right) => compareFirst(left[0], right[0]))
    .flat();
}

function compareFirst(left: StepDetail | undefined, right: StepDetail | undefined): number {
  if (!left || !right) return 0;
  return left.position - right.position || left.iteration - right.iteration || beginOf(left) - beginOf(right);
}

interface Span {
  begin: number;
  length: number;
}

const beginOf = ({ startedAt, createdAt }: StepDetail): number => Date.parse(startedAt ?? createdAt);

const endOf = (step: StepDetail, now: number): number => {
  if (step.finishedAt) return Date.parse(step.finishedAt);
  return step.status === 'running' ? Math.max(now, beginOf(step)) : beginOf(step);
};

function spanOf(steps: readonly StepDetail[], now: number): Span {
  const begin = steps.reduce((least, step) => Math.min(least, beginOf(step)), Infinity);
  const end = steps.reduce((most, step) => Math.max(most, endOf(step, now)), -Infinity);
  return { begin, length: Math.max(end - begin, 1) };
}

function barOf(step: StepDetail, span: Span, now: number): StepRow['bar'] {
  if (step.status === 'pending') return null;
  const begin = beginOf(step);
  return { start: (begin - span.begin) / span.length, length: (endOf(step, now) - begin) / span.length };
}
