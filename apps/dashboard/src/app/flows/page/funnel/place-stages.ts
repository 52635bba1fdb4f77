import type { StageSummary } from '@flow-trail/decisions';

export interface PlacedStage {
  stage: StageSummary;
  /** From 1, along `from`. */
  column: number;
  /** From 1; parallel branches stand below each other. */
  lane: number;
  /** Names of the stages it comes from, where that is not simply the one before it. */
  joins: string[];
}

/** Stages in columns: each after all that it comes from. */
export function placeStages(stages: readonly StageSummary[]): PlacedStage[] {
  const columns = new Map<string, number>();
  const taken = new Map<number, number>();
  return stages.map((stage, index) => {
    const known = stage.from.flatMap((name) => columns.get(name) ?? []);
    const column = Math.max(0, ...known) + 1;
    const lane = (taken.get(column) ?? 0) + 1;
    columns.set(stage.name, column);
    taken.set(column, lane);
    const before = stages[index - 1]?.name;
    const isSimple = stage.from.length === 0 || (stage.from.length === 1 && stage.from[0] === before);
    return { stage, column, lane, joins: isSimple ? [] : stage.from };
  });
}
