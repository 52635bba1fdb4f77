import { expect, test } from '@jest/globals';
import type { Push, PushedObservation, PushedStep } from '@flow-trail/contracts';
import { candidateKey, pairKey, recordsIn } from '@flow-trail/decisions';
import {
  type CandidateTruth,
  knownFlow,
  knownFlowLessOneReason,
  type VerdictKind,
  verdictKinds,
} from '@flow-trail/testing/decisions';

import { Matrix, type MatrixRow, type MatrixWindow } from './matrix';
import type { MatrixPart } from './matrix-part';
import { parseFilter } from './parse-filter';

/** What the matrix says of whom a verdict is told. */
const outcomes: Record<VerdictKind, string | null> = {
  'never-retrieved': null,
  'not-recorded': null,
  'dropped-by-rule': 'dropped',
  'dropped-with-reason': 'dropped',
  'rule-not-recorded': 'dropped',
  cut: 'dropped',
  outranked: 'dropped',
  'not-drawn': 'dropped',
  'lost-slot': 'dropped',
  'not-evaluated': 'unexplained',
  skipped: 'skipped',
  errored: 'error',
  vanished: 'kept',
  unexplained: 'unexplained',
  selected: 'kept',
};

const referenceOf = ({ name, version, iteration }: PushedStep): MatrixPart['step'] => ({
  name,
  version,
  iteration: iteration ?? 1,
});

const partOf = (step: PushedStep, observation: PushedObservation, id: string): MatrixPart => ({
  observationId: id,
  step: referenceOf(step),
  name: observation.name,
  version: observation.version,
  role: observation.role ?? null,
  declaration: observation.decision!,
  records: null,
});

function matrixOf({ steps }: Push): Matrix {
  const all = steps.flatMap((step, at) =>
    step.observations.map((observation, place) => ({ step, observation, id: `${at}/${place}` })),
  );
  const declared = all.filter(({ observation }) => observation.decision);
  const data = new Map(declared.map(({ id, observation }) => [id, observation]));
  const matrix = new Matrix(
    declared.map(({ step, observation, id }) => partOf(step, observation, id)),
    steps.map((step) => ({ ...step, ...referenceOf(step), parent: step.parent ?? null })),
  );
  for (const part of matrix.parts) {
    const { records, envelope } = recordsIn(data.get(part.part.observationId)?.data, part.part.declaration.records);
    for (const record of records) part.add(record);
    part.end(envelope);
  }
  matrix.complete();
  return matrix;
}

function ask(matrix: Matrix, text = ''): MatrixWindow {
  const { stages } = matrix.shape();
  const parsed = parseFilter(text, stages);
  if (parsed.status === 'failed') throw new Error(parsed.message);
  const range = { from: 0, count: 1000, firstStage: 0, stageCount: stages.length };
  return matrix.window({ filter: parsed.filter, sort: null }, range);
}

const keyOf = ({ id, kind }: CandidateTruth): string =>
  JSON.stringify([kind ?? '', Array.isArray(id) ? pairKey(id) : candidateKey(id)]);

const rowsByKey = ({ rows }: MatrixWindow): Map<string, MatrixRow> =>
  new Map(rows.map((row) => [JSON.stringify([row.kind, row.key]), row]));

const seeds = Array.from({ length: 300 }, (_, seed) => seed);

test('300 flows of which everything is known: every candidate became at its step what is true', () => {
  const seen = new Set<VerdictKind>();
  for (const seed of seeds) {
    const { push, truth } = knownFlow(seed);
    const matrix = matrixOf(push);
    const stages = matrix.shape().stages.map(({ name }) => name);
    const rows = rowsByKey(ask(matrix));
    for (const candidate of truth.candidates) {
      const stage = stages.indexOf(`${candidate.step}/${candidate.observation}`);
      const cell = rows.get(keyOf(candidate))?.cells[stage];
      seen.add(candidate.verdict);
      expect([seed, candidate.id, cell?.outcome ?? null]).toEqual([seed, candidate.id, outcomes[candidate.verdict]]);
      if (candidate.verdict === 'dropped-by-rule') expect([seed, cell?.rule]).toEqual([seed, candidate.rule]);
    }
  }
  expect([...seen].sort()).toEqual([...verdictKinds].sort());
});

test('one reason taken away makes one candidate more unexplained, and the filter finds exactly that one', () => {
  let changed = 0;
  for (const seed of seeds) {
    const less = knownFlowLessOneReason(seed);
    if (!less) continue;
    changed++;
    const unexplained = (push: Push): string[] =>
      ask(matrixOf(push), 'outcome = unexplained').rows.map(({ key }) => key);
    const before = unexplained(knownFlow(seed).push);
    const [found, ...others] = unexplained(less.push).filter((key) => !before.includes(key));
    expect([seed, others]).toEqual([seed, []]);
    const truth = less.truth.candidates.find((candidate) => JSON.parse(keyOf(candidate))[1] === found);
    expect([seed, truth?.verdict]).toEqual([seed, 'unexplained']);
  }
  expect(changed).toBeGreaterThan(50);
});
