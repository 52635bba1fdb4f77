import type { DecisionColumns } from './decision-columns.js';
import { type NumberSummary, summariseNumbers } from './number-summary.js';

/** What the scores are made of. */
export interface ContributionsSummary {
  combine: 'sum' | 'product';
  /** At most 64, by name. */
  parts: ({ name: string } & NumberSummary)[];
  /** Score less what its parts make together, over the records that have both; null when none has. */
  residual: NumberSummary | null;
}

export function summariseContributions(columns: DecisionColumns): ContributionsSummary | null {
  if (columns.contributions.size === 0) return null;
  const parts = [...columns.contributions].flatMap(([name, column]) => {
    const summary = summariseNumbers(column.view(columns.length));
    return summary ? [{ name, ...summary }] : [];
  });
  const residuals = Array.from({ length: columns.length }, (_, index) => residualAt(columns, index));
  return { combine: columns.declaration.combineContributions, parts, residual: summariseNumbers(residuals) };
}

function residualAt(columns: DecisionColumns, index: number): number {
  const values: number[] = [];
  for (const column of columns.contributions.values()) {
    const value = column.get(index);
    if (!Number.isNaN(value)) values.push(value);
  }
  return residualOf(columns.scores.get(index), values, columns.declaration.combineContributions) ?? NaN;
}

/** What of a score its parts do not explain, rounding noise taken off; null without score or parts. */
export function residualOf(score: number | null, parts: readonly number[], combine: 'sum' | 'product'): number | null {
  if (score === null || Number.isNaN(score) || parts.length === 0) return null;
  const together =
    combine === 'sum' ? parts.reduce((sum, part) => sum + part, 0) : parts.reduce((product, part) => product * part, 1);
  const residual = score - together;
  const noise = Number.EPSILON * 4 * Math.max(Math.abs(score), ...parts.map(Math.abs)) * parts.length;
  return Math.abs(residual) <= noise ? 0 : residual;
}
