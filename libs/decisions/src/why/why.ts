import { hashOf, keyText } from '../reading/candidate-id.js';
import { clipped, named } from '../reading/text.js';
import { rounded } from '../verdict/margin.js';
import type { Stage } from '../trail/stage.js';
import type { Trail } from '../trail/trail.js';
import type { WhyAnswer, WhySighting } from './answer.js';
import type { Finding } from './find-candidate.js';
import { fit } from './fit.js';
import { type Judgement, judgeDrop } from './judge-drop.js';
import { judgeKept, notRecordedText } from './judge-kept.js';
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
  const sightings = seen.flatMap((stage) => sightingsAt(stage, hash));
  const last = decisive(trail, hash, sightings);
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

/** Where it ended, the record that settled it: one that kept it, or else the last. */
function decisive(trail: Trail, hash: number, sightings: readonly Sighting[]): Sighting | undefined {
  const end = endOf(trail, hash, [...new Set(sightings.map(({ stage }) => stage))]);
  const last = sightings.filter(({ stage }) => stage === end);
  return last.findLast(({ outcome }) => outcome === 'kept') ?? last.at(-1);
}

/** The last stage that saw it, unless a branch beside that one kept it and nothing after that branch saw it. */
function endOf(trail: Trail, hash: number, seen: readonly Stage[]): Stage | undefined {
  const last = seen.at(-1);
  if (!last || last.isKept(hash)) return last;
  const isKeptBeside = (stage: Stage): boolean =>
    stage.isKept(hash) &&
    trail.areBranches(stage, last) &&
    !trail.downstream(stage).some((after) => seen.includes(after));
  return seen.findLast(isKeptBeside) ?? last;
}

const findingOf = (findings: Findings, { observationId, index }: Sighting): Finding | undefined =>
  findings.get(observationId)?.find(({ reading }) => reading.index === index);

function judgeSighting(trail: Trail, sighting: Sighting, finding: Finding | undefined): Judgement {
  const at = named(sighting.stage.steps[0].name, 60);
  const reason = finding?.reading.reason ? `: ${named(finding.reading.reason, 200)}` : '';
  switch (sighting.outcome) {
    case 'kept':
      return judgeKept(trail, sighting, finding);
    case 'error':
      return { verdict: 'errored', sentence: `Errored at ${at}${reason}` };
    case 'skipped':
      return { verdict: 'skipped', sentence: `Skipped at ${at}${reason}` };
    case 'dropped':
      return finding ? judgeDrop(finding, at, sighting.stage.declaration) : dropWithoutData(sighting, at);
    case 'unexplained':
      return judgeUnexplained(sighting, finding, at);
  }
}

function dropWithoutData({ rule }: Sighting, at: string): Judgement {
  if (rule === null) return { verdict: 'dropped-with-reason', sentence: `Dropped at ${at}` };
  return { verdict: 'dropped-by-rule', sentence: `Dropped at ${at} by rule ${named(rule, 60)}`, rule };
}

function judgeUnexplained(sighting: Sighting, finding: Finding | undefined, at: string): Judgement {
  const reading = finding?.reading;
  if (reading?.unexplained === 'dropped without reason')
    return judgeDrop(finding as Finding, at, sighting.stage.declaration);
  if (reading?.unexplained === 'no verdict' && reading.rules.some(({ passed }) => passed === null)) {
    return { verdict: 'not-evaluated', sentence: `Not evaluated at ${at}: no rule has a verdict` };
  }
  const word = reading?.unknownWord;
  const said = word ? `nothing says what the outcome "${named(word, 40)}" means` : 'it has no verdict';
  return { verdict: 'unexplained', sentence: `Unexplained at ${at}: ${said}` };
}

function judgeUnseen(trail: Trail, { kind, key }: CandidateReference): Judgement {
  const partial = trail.stages.find((stage) => stage.kind === kind && stage.notRecorded > 0);
  if (partial) return { verdict: 'not-recorded', sentence: notRecordedText(partial) };
  const name = named(keyText(key), 80);
  return { verdict: 'never-retrieved', sentence: `Never retrieved: no recorded step names ${name}` };
}

function shownSighting({ stage, hash: _, ...sighting }: Sighting, finding: Finding | undefined): WhySighting {
  const score = finding?.reading.score ?? null;
  return { ...sighting, stage: stage.name, score: score && rounded(score), rank: finding?.reading.rank ?? null };
}
