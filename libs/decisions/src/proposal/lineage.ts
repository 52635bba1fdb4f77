import type { DecisionDeclaration, Outcome } from '@flow-trail/contracts';
import type { Evidence } from './part.js';
import { isId } from './names.js';
import type { Column, Table } from './table.js';

/** A decision that came before in the same flow. */
export interface EarlierDecision {
  /** `step/observation`, as `from` names it. */
  from: string;
  kind?: string;
  /** Ids that it kept; of a large one a part is enough. */
  kept: readonly (string | number)[];
}

export interface Lineage {
  earlier: EarlierDecision;
  declares: Pick<DecisionDeclaration, 'kind' | 'from' | 'absent'>;
  evidence: Evidence[];
}

/** Finds the last decision whose kept candidates these records are about, and whether only survivors were captured. */
export function findLineage(
  table: Table,
  id: Column,
  fates: readonly (Outcome | null)[] | null,
  before: readonly EarlierDecision[],
): Lineage | null {
  for (const earlier of before.toReversed()) {
    const kept = new Set(earlier.kept);
    const met = new Set(id.values.filter((value) => isId(value) && kept.has(value))).size;
    if (met === 0 || met < 0.5 * new Set(id.values).size) continue;
    const because = `${earlier.from}: ${met} of its ${kept.size} kept candidates are here`;
    const evidence: Evidence[] = [{ part: 'from', because }];
    const declares: Lineage['declares'] = {
      from: earlier.from,
      ...(earlier.kind !== undefined && { kind: earlier.kind }),
    };
    if (areSurvivors(table, fates, met, kept.size)) {
      declares.absent = 'dropped';
      const missing = kept.size - met;
      evidence.push({
        part: 'absent',
        because: `${missing} of ${kept.size} that came in are not here, and nobody here was dropped`,
      });
    }
    return { earlier, declares, evidence };
  }
  return null;
}

/** Everybody here came in, some who came in are not here, and no record says that it was dropped. */
function areSurvivors(table: Table, fates: readonly (Outcome | null)[] | null, met: number, came: number): boolean {
  const isWhole = table.rows === table.size && met === table.size;
  return isWhole && met < came && (fates === null || fates.every((fate) => fate === 'kept'));
}
