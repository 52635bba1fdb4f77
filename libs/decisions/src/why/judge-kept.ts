import { clipped, isolated, named } from '../reading/text.js';
import type { Stage } from '../trail/stage.js';
import type { Trail } from '../trail/trail.js';
import type { RuleVerdict } from '../verdict/rule-verdict.js';
import type { Finding } from './find-candidate.js';
import { type Judgement, shown } from './judge-drop.js';
import type { Sighting } from './sightings.js';

/** What became of a candidate that was kept where it was last seen: it won, or was lost on the way. */
export function judgeKept(trail: Trail, { stage, hash }: Sighting, finding: Finding | undefined): Judgement {
  const at = stepOf(stage);
  const next = trail.into(stage);
  const [first] = next;
  if (!first) return judgeEnd(trail, stage, finding);
  const heirs = next.filter((other) => other.madeFrom.has(hash));
  if (heirs.length > 0) return judgeHeirs(trail, hash, heirs, at);
  const taker = next.find((other) => trail.absent(other).has(hash));
  if (taker) {
    const sentence = `Dropped at ${stepOf(taker)}, rule not recorded: only survivors were captured`;
    return { verdict: 'rule-not-recorded', sentence, stage: taker.name };
  }
  const partial = trail.downstream(stage).find(({ notRecorded }) => notRecorded > 0);
  if (partial) return { verdict: 'not-recorded', sentence: notRecordedText(partial) };
  return { verdict: 'vanished', sentence: `Vanished between ${at} and ${stepOf(first)}: kept, and never seen again` };
}

function judgeEnd(trail: Trail, stage: Stage, finding: Finding | undefined): Judgement {
  const at = stepOf(stage);
  const stopped = trail.stoppedAt(stage);
  if (!stopped) return { verdict: 'selected', sentence: `Selected at ${at}${standing(finding)}` };
  const what = `${named(stopped.name, 60)} ${stopped.status === 'failed' ? 'failed' : 'is not finished'}`;
  return { verdict: 'selected', sentence: `Kept at ${at}, the last decision${standing(finding)}; then ${what}` };
}

/** It lives on in what was made from it. */
function judgeHeirs(trail: Trail, hash: number, heirs: readonly Stage[], at: string): Judgement {
  const ends = heirs.flatMap((stage) => (stage.madeFrom.get(hash) ?? []).map((heir) => endOf(trail, stage, heir)));
  const selected = ends.filter(({ isSelected }) => isSelected).length;
  const into = clipped(heirs.map(stepOf).join(', '), 100);
  if (selected > 0) {
    const sentence = `Selected: of ${ends.length} made from it at ${into}, ${selected} went to the end`;
    return { verdict: 'selected', sentence };
  }
  const lost = ends.at(-1)?.stage.name;
  const sentence = `Kept at ${at}, but none of ${ends.length} made from it at ${into} went to the end`;
  return { verdict: 'dropped-with-reason', sentence, ...(lost !== undefined && { stage: lost }) };
}

/** The last stage that saw a candidate that was made from another, or those that were made from it in turn. */
function endOf(trail: Trail, born: Stage, hash: number, depth = 0): { stage: Stage; isSelected: boolean } {
  const later = new Set(trail.downstream(born));
  const last =
    trail.stages.findLast(
      (stage) => (stage === born || later.has(stage)) && stage.kind === born.kind && stage.present.has(hash),
    ) ?? born;
  const next = trail.into(last);
  if (!last.isKept(hash) || next.length === 0) return { stage: last, isSelected: last.isKept(hash) };
  const ends = next.flatMap((stage) =>
    depth < GENERATIONS ? (stage.madeFrom.get(hash) ?? []).map((heir) => endOf(trail, stage, heir, depth + 1)) : [],
  );
  return ends.find(({ isSelected }) => isSelected) ?? ends.at(-1) ?? { stage: last, isSelected: false };
}

/** More than documents, chunks, passages and sentences need; what is made in circles must end. */
const GENERATIONS = 5;

export function notRecordedText(stage: Stage): string {
  const recorded = stage.parts.reduce((sum, { summary }) => sum + summary.in, 0);
  return `Not recorded: ${stepOf(stage)} recorded ${recorded} of ${recorded + stage.notRecorded}`;
}

const stepOf = (stage: Stage): string => named(stage.steps[0].name, 60);

/** What its record says of why it won. */
function standing(finding: Finding | undefined): string {
  if (!finding) return '';
  const { chance, rank, score, reason, rules } = finding.reading;
  const parts = [
    chance === null ? null : `chance ${shown(chance)}`,
    rank === null ? null : `rank ${shown(rank)} of ${finding.competition.of}`,
    score === null ? null : `score ${shown(score)}`,
    reason && named(reason, 150),
    despite(rules),
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

/** Of one that not every rule let through: how many did, and which. */
function despite(rules: readonly RuleVerdict[]): string | null {
  const passed = rules.filter((rule) => rule.passed === true);
  if (passed.length === 0 || passed.length === rules.length) return null;
  return `passed ${passed.length} of ${rules.length} rules (${clipped(passed.map(({ rule }) => isolated(rule)).join(', '), 150)})`;
}
