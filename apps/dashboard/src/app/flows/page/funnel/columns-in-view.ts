import type { Across } from '../../../ui/virtual-scroll';
import type { PlacedStage } from './place-stages';

/** Fewer are drawn at once, whatever is in view. */
const FEW = 24;
/** Pixels from one column to the next where they do not all fit. */
const COLUMN = 124;
const BEYOND = 6;

/** The stages whose columns are in view, and some to either side; all of few. */
export function columnsInView(stages: readonly PlacedStage[], { left, width }: Across): readonly PlacedStage[] {
  if (stages.length <= FEW) return stages;
  const first = Math.floor(left / COLUMN) - BEYOND;
  const last = Math.ceil((left + width) / COLUMN) + BEYOND;
  return stages.filter(({ column }) => column > first && column <= last);
}
