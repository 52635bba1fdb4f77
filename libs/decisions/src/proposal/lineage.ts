import type { DecisionDeclaration, Outcome } from '@flow-trail/contracts';
import type { Identity } from './candidate.js';
import { isId } from './names.js';
import type { Evidence, Part } from './part.js';
import type { Column, Table } from './table.js';

/** A decision that came before in the same flow. */
export interface EarlierDecision {
  /** `step/observation`, as `from` names it. */
  from: string;
  kind?: string;
  /** The ids that it kept, all of them: who is missing is told from them. */
  kept: readonly (string | number)[];
}

/** Where candidates came from. */
export interface Lineage extends Part {
  earlier: EarlierDecision;
  declares: Pick<DecisionDeclaration, 'from' | 'absent'>;
}

interface Surroundings {
  fates: readonly (Outcome | null)[] | null;
  before: readonly EarlierDecision[];
  /** Some records were there and are not here. */
  isPartial: boolean;
}

/** Finds the last decision whose kept candidates these records are about, and whether only survivors were captured. */
export function findLineage(table: Table, id: Column, { fates, before, isPartial }: Surroundings): Lineage | null {
  if (areRowNumbers(id)) return null;
  for (const earlier of before.toReversed()) {
    const kept = new Set(earlier.kept);
    const met = new Set(id.values.filter((value) => isId(value) && kept.has(value))).size;
    if (met === 0 || met < 0.5 * new Set(id.values).size) continue;
    const came = { met, of: kept.size };
    // The last decision is the default, which also unites parallel ones.
    const from = earlier === before.at(-1) ? [] : [namedFrom(earlier, came)];
    const absent = !isPartial && areSurvivors(table, fates, came) ? [absentHere(came)] : [];
    const parts: Part[] = [...from, ...absent];
    const declares = Object.assign({}, ...parts.map((part) => part.declares)) as Lineage['declares'];
    return { earlier, declares, evidence: parts.flatMap(({ evidence }) => evidence) };
  }
  return null;
}

/** Lists that count their rows meet each other by coincidence. */
function areRowNumbers({ values }: Column): boolean {
  const [first] = values;
  return (first === 0 || first === 1) && values.every((value, row) => value === first + row);
}

interface Came {
  /** Kept before and here too. */
  met: number;
  /** Kept before. */
  of: number;
}

function namedFrom({ from }: EarlierDecision, { met, of }: Came): Part {
  const because = `${from}: ${met} of its ${of} kept candidates are here, and it is not the last decision before`;
  return { declares: { from }, evidence: [{ part: 'from', because }] };
}

function absentHere({ met, of }: Came): Part {
  const because = `${of - met} of ${of} that came in are not here, and nobody here was dropped`;
  return { declares: { absent: 'dropped' }, evidence: [{ part: 'absent', because }] };
}

/** Everybody here came in, some who came in are not here, and no record says that it was dropped. */
function areSurvivors(table: Table, fates: Surroundings['fates'], { met, of }: Came): boolean {
  const isWhole = table.rows === table.size && met === table.size;
  return isWhole && met < of && (fates === null || fates.every((fate) => fate === 'kept'));
}

/** The same identity under the kind that came in, or candidates would never meet those before. */
export function identityOf(identity: Identity, lineage: Lineage | null): Part {
  if (!lineage || lineage.earlier.kind === identity.declares.kind) return identity;
  const { kind: _, ...declares } = identity.declares;
  const evidence: Evidence[] = identity.evidence.filter(({ part }) => part !== 'kind');
  const { kind, from } = lineage.earlier;
  if (kind === undefined) return { declares, evidence };
  const because = `${from} kept these ids as ${kind}`;
  return { declares: { ...declares, kind }, evidence: [...evidence, { part: 'kind', because }] };
}
