import type { StepRow } from './step-rows';

/** A line of the waterfall that is shown, and what stands folded under it. */
export interface FoldedRow extends StepRow {
  /** Steps below it, of any depth. */
  below: number;
  /** Of those, how many failed and had no later try. */
  failedBelow: number;
  isOpen: boolean;
}

/** More lines than fit a few screens begin folded. */
const MANY = 60;

/** The rows that are shown: what is below a step is folded away when there is much, or as `toggled` says. The chosen step always stands. */
export function foldSteps(
  rows: readonly StepRow[],
  toggled: ReadonlySet<string>,
  selectedId: string | null,
): FoldedRow[] {
  const isFolded = rows.length > MANY;
  const shown: FoldedRow[] = [];
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at];
    if (!row) continue;
    const below = rowsBelow(rows, at);
    const holdsSelected = below.some(({ step }) => step.id === selectedId);
    const isOpen = holdsSelected || isFolded === toggled.has(row.step.id);
    const failedBelow = below.filter(({ step, isLastTry }) => step.status === 'failed' && isLastTry).length;
    shown.push({ ...row, below: below.length, failedBelow, isOpen });
    if (!isOpen) at += below.length;
  }
  return shown;
}

function rowsBelow(rows: readonly StepRow[], at: number): readonly StepRow[] {
  const depth = rows[at]?.depth ?? 0;
  let end = at + 1;
  while ((rows[end]?.depth ?? -1) > depth) end++;
  return rows.slice(at + 1, end);
}
