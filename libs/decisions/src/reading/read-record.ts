import type { Outcome } from '@flow-trail/contracts';
import { survives, type Tally } from '../verdict/combine.js';
import { readVerdicts } from '../verdict/read-verdicts.js';
import type { RuleVerdict } from '../verdict/rule-verdict.js';
import { candidateKey, type CandidateKey, pairKey } from './candidate-id.js';
import { type CompiledDeclaration, isOutcome } from './compile-declaration.js';
import { doubleOf } from './exact-number.js';
import { clipped, textOf } from './text.js';

/** How a record is counted: each is exactly one of these. */
export const countedOutcomes = ['kept', 'dropped', 'error', 'skipped', 'unexplained'] as const;
export type CountedOutcome = (typeof countedOutcomes)[number];

/** Why nobody can say what became of a record. */
export const unexplainedCauses = ['no verdict', 'outcome not known', 'dropped without reason'] as const;
export type UnexplainedCause = (typeof unexplainedCauses)[number];

/** One record, read as a decision about a candidate. */
export interface RecordReading {
  /** Place in the data, from 0. */
  index: number;
  /** Null when the record names no candidate. */
  key: CandidateKey | null;
  label: string | null;
  outcome: CountedOutcome;
  /** What the record says of itself, in our words. */
  stated: Outcome | null;
  /** What its rules say, under `combine`. */
  derived: 'kept' | 'dropped' | null;
  /** The record says one thing and its rules another. The record wins; both stay visible. */
  isConflict: boolean;
  unexplained: UnexplainedCause | null;
  /** The outcome as recorded, when nothing says what it means. */
  unknownWord: string | null;
  reason: string | null;
  rules: RuleVerdict[];
  tally: Tally;
  score: number | null;
  rank: number | null;
  chance: number | null;
  /** Named parts of the score. */
  contributions: [name: string, value: number][];
  group: string | null;
  /** Who beat it. */
  lostTo: CandidateKey | null;
  /** Whom it was made from. */
  sources: CandidateKey[];
}

/** Reads one record; never throws on what JSON can hold. */
export function readRecord(declaration: CompiledDeclaration, record: unknown, index: number): RecordReading {
  const rules = readVerdicts(declaration, record);
  const tally = tallyOf(rules);
  const reason = textOf(declaration.reason?.(record));
  const lostTo = candidateKey(declaration.lostTo?.(record));
  const chance = probabilityOf(declaration.chance?.(record));
  const { outcome, stated, derived, isConflict, unexplained, unknownWord } = outcomeOf(declaration, record, {
    rules,
    tally,
    reason,
    lostTo,
    chance,
  });
  // Written out and not spread: objects of one shape, made in one go, take a fifth of the time.
  return {
    index,
    key: keyOf(declaration, record),
    label: textOf(declaration.label?.(record)),
    outcome,
    stated,
    derived,
    isConflict,
    unexplained,
    unknownWord,
    reason,
    rules,
    tally,
    score: doubleOf(declaration.score?.(record)),
    rank: doubleOf(declaration.rank?.(record)),
    chance,
    contributions: contributionsOf(declaration.contributions?.(record)),
    group: textOf(declaration.group?.(record)),
    lostTo,
    sources: sourcesOf(declaration.sources?.(record)),
  };
}

function keyOf({ candidate }: CompiledDeclaration, record: unknown): CandidateKey | null {
  const [only] = candidate;
  return candidate.length === 1 && only ? candidateKey(only(record)) : pairKey(candidate.map((read) => read(record)));
}

type Evidence = Pick<RecordReading, 'rules' | 'tally' | 'reason' | 'lostTo' | 'chance'>;

type OutcomeReading = Pick<
  RecordReading,
  'outcome' | 'stated' | 'derived' | 'isConflict' | 'unexplained' | 'unknownWord'
>;

function outcomeOf(declaration: CompiledDeclaration, record: unknown, evidence: Evidence): OutcomeReading {
  const recorded = declaration.outcome?.(record) ?? null;
  const stated = statedOutcome(declaration, recorded);
  const derived = derivedOutcome(declaration, evidence.tally);
  const settled = stated ?? derived ?? unspoken(declaration, recorded);
  const isConflict = derived !== null && (stated === 'kept' || stated === 'dropped') && stated !== derived;
  const unexplained = causeOf(settled, recorded, evidence);
  const unknownWord = recorded !== null && stated === null ? (textOf(recorded) ?? typeof recorded) : null;
  const outcome = settled === null || unexplained ? 'unexplained' : settled;
  return { outcome, stated, derived, isConflict, unexplained, unknownWord };
}

function statedOutcome({ words }: CompiledDeclaration, recorded: unknown): Outcome | null {
  if (recorded === null) return null;
  const known = words.size > 0 ? words.get(textOf(recorded) ?? '') : undefined;
  if (known) return known;
  if (typeof recorded === 'boolean') return recorded ? 'kept' : 'dropped';
  return isOutcome(recorded) ? recorded : null;
}

function derivedOutcome({ combine }: CompiledDeclaration, tally: Tally): 'kept' | 'dropped' | null {
  const survived = survives(combine, tally);
  return survived === null ? null : survived ? 'kept' : 'dropped';
}

/** A list of survivors, and a list that knows no outcomes, keep whom they name. */
function unspoken({ isListing, isAbsentDropped }: CompiledDeclaration, recorded: unknown): 'kept' | null {
  return recorded === null && (isListing || isAbsentDropped) ? 'kept' : null;
}

function causeOf(settled: Outcome | null, recorded: unknown, evidence: Evidence): UnexplainedCause | null {
  if (settled === null) return recorded === null ? 'no verdict' : 'outcome not known';
  return settled !== 'dropped' || saysWhy(evidence) ? null : 'dropped without reason';
}

/** By a failed rule, in words, by who beat it, or because it was in a draw and not drawn. */
const saysWhy = ({ rules, tally, reason, lostTo, chance }: Evidence): boolean =>
  tally.failed > 0 ||
  reason !== null ||
  lostTo !== null ||
  chance !== null ||
  rules.some((rule) => rule.reason !== null);

function tallyOf(rules: readonly RuleVerdict[]): Tally {
  const tally = { passed: 0, failed: 0, open: 0 };
  for (const { passed, isMissing } of rules) {
    if (passed === true) tally.passed++;
    else if (passed === false) tally.failed++;
    else if (!isMissing) tally.open++;
  }
  return tally;
}

function probabilityOf(chance: unknown): number | null {
  const probability = doubleOf(chance);
  return probability !== null && probability >= 0 && probability <= 1 ? probability : null;
}

/** At most 64 parts, and 200 characters of a name. */
function contributionsOf(parts: unknown): [string, number][] {
  if (typeof parts !== 'object' || parts === null) return [];
  return Object.entries(parts)
    .flatMap(([name, value]): [string, number][] => {
      const number = doubleOf(value);
      return number === null ? [] : [[clipped(name, 200), number]];
    })
    .slice(0, 64);
}

/** At most 1,000 ids. */
function sourcesOf(sources: unknown): CandidateKey[] {
  const ids = Array.isArray(sources) ? sources.slice(0, 1000) : [sources];
  return ids.map(candidateKey).filter((key) => key !== null);
}
