import { hashOf, keyText } from '../reading/candidate-id.js';
import { clipped } from '../reading/text.js';
import { rounded } from '../verdict/margin.js';
import type { Stage } from '../trail/stage.js';
import type { Trail } from '../trail/trail.js';
import type { WhyAnswer, WhySighting } from './answer.js';
import type { Finding } from './find-candidate.js';
import { fit } from './fit.js';
import { type Judgement, judgeDrop, shown } from './judge-drop.js';
import { type CandidateReference, type Sighting, sightingsAt } from './sightings.js';

/** Records about the candidate by observation id, from `findInText`; without them the answer has no numbers. */
export type Findings = ReadonlyMap<string, readonly Finding[]>;

/** What became of a candidate, and why: one verdict, one sentence, and the path that led there. */
export function why(
  trail: Trail,
  candidate: CandidateReference,
  findings: Findings = new Map(),
  alsoNamed: readonly CandidateReference[] = [],
): WhyAnswer {
  const hash = hashOf(candidate.key);
  const seen = trail.stages.filter((stage) => stage.kind === candidate.kind && stage.present.has(hash));
  const sightings = seen.flatMap((stage) => [...sightingsAt(stage, hash)]);
  const last = decisive(sightings);
  const end = last ? judgeSighting(trail, last, findingOf(findings, last)) : judgeUnseen(trail, candidate);
  const label = sightings.map((sighting) => findingOf(findings, sighting)?.reading.label).find(Boolean) ?? null;
  return fit({
    ...candidate,
    label: label && clipped(label, 100),
    verdict: end.verdict,
    sentence: clipped(`${end.sentence}.`, 400),
    stage: end.stage ?? last?.stage.name ?? null,
    rule: end.rule ?? null,
    margin: end.margin ?? null,
    path: sightings.map((sighting) => shownSighting(sighting, findingOf(findings, sighting))),
    leftOut: 0,
    alsoNamed: [...alsoNamed],
  });
}

/** Of the last stage that saw it, the record that settled it: one that kept it, or else the last. */
function decisive(sightings: readonly Sighting[]): Sighting | undefined {
  const last = sightings.filter(({ stage }) => stage === sightings.at(-1)?.stage);
  return last.findLast(({ outcome }) => outcome === 'kept') ?? last.at(-1);
}

const findingOf = (findings: Findings, { observationId, index }: Sighting): Finding | undefined =>
  findings.get(observationId)?.find(({ reading }) => reading.index === index);

function judgeSighting(trail: Trail, sighting: Sighting, finding: Finding | undefined): Judgement {
  const at = clipped(sighting.stage.steps[0].name, 60);
  const reason = finding?.reading.reason ? `: ${clipped(finding.reading.reason, 200)}` : '';
  switch (sighting.outcome) {
    case 'kept':
      return judgeKept(trail, sighting, finding);
    case 'error':
      return { verdict: 'errored', sentence: `Errored at ${at}${reason}` };
    case 'skipped':
      return { verdict: 'skipped', sentence: `Skipped at ${at}${reason}` };
    case 'dropped':
      return finding ? judgeDrop(finding, at, sighting.stage.declaration.order) : dropWithoutData(sighting, at);
    case 'unexplained':
      return judgeUnexplained(sighting, finding, at);
  }
}

function dropWithoutData({ rule }: Sighting, at: string): Judgement {
  if (rule === null) return { verdict: 'dropped-with-reason', sentence: `Dropped at ${at}` };
  return { verdict: 'dropped-by-rule', sentence: `Dropped at ${at} by rule ${clipped(rule, 60)}`, rule };
}

function judgeUnexplained(sighting: Sighting, finding: Finding | undefined, at: string): Judgement {
  const reading = finding?.reading;
  if (reading?.unexplained === 'dropped without reason')
    return judgeDrop(finding as Finding, at, sighting.stage.declaration.order);
  if (reading?.unexplained === 'no verdict' && reading.rules.some(({ passed }) => passed === null)) {
    return { verdict: 'not-evaluated', sentence: `Not evaluated at ${at}: no rule has a verdict` };
  }
  const word = reading?.unknownWord;
  const said = word ? `nothing says what the outcome "${clipped(word, 40)}" means` : 'it has no verdict';
  return { verdict: 'unexplained', sentence: `Unexplained at ${at}: ${said}` };
}

/** Kept here: to the end, or on to where it was lost. */
function judgeKept(trail: Trail, { stage, hash }: Sighting, finding: Finding | undefined): Judgement {
  const at = clipped(stage.steps[0].name, 60);
  const next = trail.into(stage);
  const [first] = next;
  if (!first) return { verdict: 'selected', sentence: `Selected at ${at}${standing(finding)}` };
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

/** It lives on in what was made from it. */
function judgeHeirs(trail: Trail, hash: number, heirs: readonly Stage[], at: string): Judgement {
  const ends = heirs.flatMap((stage) =>
    (stage.madeFrom.get(hash) ?? []).map((heir) => ({ stage, ...endOf(trail, stage, heir) })),
  );
  const selected = ends.filter(({ isSelected }) => isSelected).length;
  const into = clipped(heirs.map(stepOf).join(', '), 100);
  if (selected > 0) {
    return {
      verdict: 'selected',
      sentence: `Selected: of ${ends.length} made from it at ${into}, ${selected} went to the end`,
    };
  }
  const lastly = ends.at(-1);
  const rule = lastly?.rule ? ` by rule ${clipped(lastly.rule, 60)}` : '';
  const verdict = lastly?.rule ? 'dropped-by-rule' : 'dropped-with-reason';
  const sentence = `Kept at ${at}, but none of ${ends.length} made from it at ${into} went to the end; the last was dropped${rule}`;
  return { verdict, sentence, rule: lastly?.rule ?? null };
}

function endOf(trail: Trail, born: Stage, hash: number): { isSelected: boolean; rule: string | null } {
  const stages = [born, ...trail.downstream(born)].filter(
    (stage) => stage.kind === born.kind && stage.present.has(hash),
  );
  const last = decisive(stages.flatMap((stage) => [...sightingsAt(stage, hash)]));
  const isLast = last !== undefined && trail.into(last.stage).length === 0;
  return { isSelected: isLast && last.outcome === 'kept', rule: last?.rule ?? null };
}

function judgeUnseen(trail: Trail, { kind, key }: CandidateReference): Judgement {
  const partial = trail.stages.find((stage) => stage.kind === kind && stage.notRecorded > 0);
  if (partial) return { verdict: 'not-recorded', sentence: notRecordedText(partial) };
  const name = clipped(keyText(key), 80);
  return { verdict: 'never-retrieved', sentence: `Never retrieved: no recorded step names ${name}` };
}

function notRecordedText(stage: Stage): string {
  const recorded = stage.parts.reduce((sum, { summary }) => sum + summary.in, 0);
  return `Not recorded: ${stepOf(stage)} recorded ${recorded} of ${recorded + stage.notRecorded}`;
}

const stepOf = (stage: Stage): string => clipped(stage.steps[0].name, 60);

/** What its record says of why it won. */
function standing(finding: Finding | undefined): string {
  if (!finding) return '';
  const { chance, rank, score, reason } = finding.reading;
  const parts = [
    chance === null ? null : `chance ${shown(chance)}`,
    rank === null ? null : `rank ${shown(rank)} of ${finding.competition.of}`,
    score === null ? null : `score ${shown(score)}`,
    reason && clipped(reason, 150),
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

function shownSighting({ stage, hash: _, ...sighting }: Sighting, finding: Finding | undefined): WhySighting {
  const score = finding?.reading.score ?? null;
  return { ...sighting, stage: stage.name, score: score && rounded(score), rank: finding?.reading.rank ?? null };
}
