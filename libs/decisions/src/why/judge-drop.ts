import { keyText } from '../reading/candidate-id.js';
import { doubleOf, numberText } from '../reading/exact-number.js';
import { clipped, named } from '../reading/text.js';
import type { CompiledDeclaration } from '../reading/compile-declaration.js';
import { rounded } from '../verdict/margin.js';
import type { WhyVerdict } from './answer.js';
import { leadOf, type Rival } from './competition.js';
import type { Finding } from './find-candidate.js';
import { failureText } from './rule-text.js';

/** A verdict with its sentence. */
export interface Judgement {
  verdict: WhyVerdict;
  sentence: string;
  /** Where, when not at the last sighting. */
  stage?: string;
  rule?: string | null;
  margin?: number | null;
}

/** Why a record was dropped, from the most telling that it says of itself to the least. */
export function judgeDrop(
  finding: Finding,
  at: string,
  { order, cutOff }: Pick<CompiledDeclaration, 'order' | 'cutOff'>,
): Judgement {
  const { reading } = finding;
  if (reading.outcome === 'unexplained') return unexplainedDrop(finding, at, order);
  return (
    cut(finding, at, cutOff) ??
    failedRule(finding, at) ??
    lostSlot(finding, at) ??
    notDrawn(finding, at) ??
    beaten(finding, at, order) ?? {
      verdict: 'dropped-with-reason',
      sentence: `Dropped at ${at}: ${named(reading.reason ?? ruleReason(finding) ?? '', 200)}`,
    }
  );
}

/** Nothing but its place was against it. */
function cut({ reading: { rules, rank } }: Finding, at: string, cutOff: string | null): Judgement | null {
  const failed = rules.find(({ passed }) => passed === false);
  if (cutOff === null || failed?.rule !== cutOff || rank === null) return null;
  const limit = doubleOf(failed.threshold);
  if (limit === null) return null;
  const place = `Cut at ${shown(limit)} at ${at}: it ranked ${shown(rank)}`;
  return { verdict: 'cut', sentence: place, rule: cutOff, margin: failed.margin };
}

function failedRule({ reading: { rules } }: Finding, at: string): Judgement | null {
  const failed = rules.find(({ passed }) => passed === false);
  if (!failed) return null;
  return {
    verdict: 'dropped-by-rule',
    sentence: `Dropped at ${at} by rule ${named(failed.rule, 60)}: ${clipped(failureText(failed), 200)}`,
    rule: failed.rule,
    margin: failed.margin === null ? null : rounded(failed.margin),
  };
}

function lostSlot({ reading, competition }: Finding, at: string): Judgement | null {
  if (reading.lostTo === null) return null;
  const winner = competition.winner ? nameOf(competition.winner) : keyText(reading.lostTo);
  const slot = reading.group === null ? 'its slot' : `slot ${named(reading.group, 60)}`;
  return { verdict: 'lost-slot', sentence: `Lost ${slot} at ${at} to ${named(winner, 80)}` };
}

function notDrawn({ reading: { chance } }: Finding, at: string): Judgement | null {
  return chance === null ? null : { verdict: 'not-drawn', sentence: `Not drawn at ${at} (chance ${shown(chance)})` };
}

/** Several kept: it was below the cut. One kept: it was outranked by that one. */
function beaten({ reading, competition }: Finding, at: string, order: 'asc' | 'desc'): Judgement | null {
  const { weakestKept, kept, isCutByRank } = competition;
  if (!weakestKept) return null;
  const lead = leadOf(weakestKept, reading, order);
  if (isCutByRank && reading.rank !== null && (kept > 1 || lead === null)) {
    return {
      verdict: 'cut',
      sentence: `Cut at ${kept} at ${at}: it ranked ${shown(reading.rank)}`,
      margin: behind(lead),
    };
  }
  if (lead === null || lead < 0) return null;
  const by = lead === 0 ? ', at the same score' : ` by ${shown(lead)}`;
  const sentence = `Outranked at ${at} by ${named(nameOf(weakestKept), 80)}${by}`;
  return { verdict: 'outranked', sentence, margin: behind(lead) };
}

const behind = (lead: number | null): number | null => (lead === null ? null : rounded(-lead) || 0);

/** Nothing on the record says why; where it stood is told, and not taken for a reason. */
function unexplainedDrop(finding: Finding, at: string, order: 'asc' | 'desc'): Judgement {
  const stood = beaten(finding, at, order);
  const where = stood ? ` (it stood behind: ${stood.sentence.charAt(0).toLowerCase()}${stood.sentence.slice(1)})` : '';
  return {
    verdict: 'unexplained',
    sentence: `Unexplained at ${at}: dropped with neither reason nor failed rule${where}`,
  };
}

const ruleReason = ({ reading: { rules } }: Finding): string | null =>
  rules.find(({ reason }) => reason !== null)?.reason ?? null;

export const nameOf = ({ label, key }: Pick<Rival, 'label' | 'key'>): string => label ?? (key ? keyText(key) : '?');

export const shown = (number: number): string => numberText(Number(number.toPrecision(4)));
