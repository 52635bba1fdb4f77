import type { DecisionDeclaration, Json, Outcome } from '@flow-trail/contracts';
import type { Identity } from './candidate.js';
import { findIdentity, nearestToId } from './candidate.js';
import { findChance } from './chance.js';
import { findContributions, findNumberMaps } from './contributions.js';
import type { EarlierDecision, Lineage } from './lineage.js';
import { findLineage, identityOf } from './lineage.js';
import { findOutcome } from './outcome.js';
import type { Evidence, Part } from './part.js';
import { findRanks } from './ranks.js';
import { findReason } from './reason.js';
import { findLostTo, findSources } from './relations.js';
import { findScores } from './scores.js';
import type { Column, Table } from './table.js';
import { findRuleMaps, findVerdicts } from './verdicts.js';
import { findTotal, isListOfResults } from './wrapping.js';

/** What one list of records speaks for, or why it speaks for nothing. */
export type Draft =
  | { table: Table; declaration: DecisionDeclaration; evidence: Evidence[]; leftOut: Evidence[]; worth: number }
  | { table: Table; reason: string };

export function draft(data: Json, table: Table, before: readonly EarlierDecision[]): Draft {
  const known = new Set(before.flatMap(({ kept }) => kept));
  const identity = findIdentity(table, known);
  if (!identity) {
    const nearest = nearestToId(table);
    return { table, reason: `no path tells the records apart${nearest === null ? '' : `; the nearest, ${nearest}`}` };
  }
  const decided = findDecided(table);
  const single = identity.columns.length === 1 ? (identity.columns[0] ?? null) : null;
  const wrapped = findWrapping(data, table);
  const isPartial = wrapped.some(({ declares }) => declares.total !== undefined);
  const lineage = single && findLineage(table, single, { fates: decided.fates, before, isPartial });
  const related = single ? findRelations(table, single, decided.fates, known) : [];
  if (!isDecision({ identity, table, lineage, parts: [...decided.parts, ...related, ...wrapped] })) {
    const [only] = identity.evidence;
    return { table, reason: `${only?.because ?? 'there are ids'}, but nothing says what became of the records` };
  }
  return assemble(table, [
    identityOf(identity, lineage),
    ...wrapped,
    ...decided.parts,
    ...related,
    ...(lineage ? [lineage] : []),
  ]);
}

/** What the records say of their fates, orders and numbers. */
function findDecided(table: Table): { parts: Part[]; fates: readonly (Outcome | null)[] | null } {
  const ruleMaps = findRuleMaps(table);
  const numberMaps = findNumberMaps(table);
  const isInside = (column: Column): boolean =>
    [...ruleMaps.map((map) => map.column), ...numberMaps].some(({ path }) => column.path.startsWith(`${path}.`));
  const free: Table = { ...table, columns: table.columns.filter((column) => !isInside(column)) };
  const outcome = findOutcome(free);
  const fates = outcome?.fates ?? null;
  const verdicts = findVerdicts(table, ruleMaps, fates);
  const reason = findReason(free, fates);
  const ranks = findRanks(free);
  const chance = findChance(free, ranks?.group ?? null);
  const scores = findScores(free, { ranks, fates, taken: chance?.column ?? null });
  const contributions = scores && findContributions(table, numberMaps, scores.column);
  const parts = [outcome, reason, verdicts, scores, ranks, chance, contributions].filter((part) => part !== null);
  return { parts, fates };
}

function findRelations(
  table: Table,
  id: Column,
  fates: readonly (Outcome | null)[] | null,
  known: ReadonlySet<string | number>,
): Part[] {
  return [findLostTo(table, id, fates), findSources(table, id, known)].filter((part) => part !== null);
}

function findWrapping(data: Json, table: Table): Part[] {
  const { records, size } = table;
  if (records === null) return [];
  const because = `${records}: a list of ${size} ${size === 1 ? 'record' : 'records'}`;
  const total = findTotal(data, records, size);
  return [{ declares: { records }, evidence: [{ part: 'records', because }] }, ...(total ? [total] : [])];
}

interface Found {
  identity: Identity;
  table: Table;
  lineage: Lineage | null;
  parts: readonly Part[];
}

/** Ids alone are a list of anything: something must say what became of them, or that a search answered them. */
function isDecision({ identity, table, lineage, parts }: Found): boolean {
  const words = new Set(parts.flatMap(({ declares }) => Object.keys(declares)));
  if (['outcome', 'verdicts', 'rank', 'score', 'chance', 'lostTo'].some((word) => words.has(word))) return true;
  if (lineage?.declares.absent) return true;
  const isRetrieval = words.has('total') || (isListOfResults(table.records) && identity.declares.label !== undefined);
  return identity.isNamed && isRetrieval;
}

/** How much a word says of which list is the decision, when an object wraps several. */
const weights: { [word in keyof DecisionDeclaration]?: number } = {
  outcome: 10,
  verdicts: 8,
  score: 4,
  rank: 3,
  chance: 3,
  lostTo: 3,
  total: 2,
};

function assemble(table: Table, parts: readonly Part[]): Draft {
  const declared = Object.assign({}, ...parts.map(({ declares }) => declares)) as DecisionDeclaration;
  const words = Object.keys(declared) as (keyof DecisionDeclaration)[];
  const worth = words.reduce((sum, word) => sum + (weights[word] ?? 0), Math.log10(table.size));
  const leftOut = parts.flatMap((part) => part.leftOut ?? []);
  return { table, declaration: declared, evidence: parts.flatMap(({ evidence }) => evidence), leftOut, worth };
}
