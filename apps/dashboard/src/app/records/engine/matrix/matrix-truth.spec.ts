import { expect, test } from '@jest/globals';
import type { DecisionDeclaration } from '@flow-trail/contracts';
import { segmentOf, summariseData, summariseFlow, Trail, type TrailStep } from '@flow-trail/decisions';
import fc from 'fast-check';

import { Matrix } from './matrix';

const declarations: DecisionDeclaration[] = [
  { candidate: 'id' },
  { candidate: 'id', outcome: 'outcome', reason: 'why' },
  { candidate: 'id', rules: { score: { actual: 'score', op: '>=', threshold: 3 } } },
  { candidate: 'id', absent: 'dropped' },
];

const record = fc.record(
  {
    id: fc.oneof(fc.nat(12), fc.nat(3).map(String)),
    outcome: fc.constantFrom('kept', 'dropped', 'error', 'skipped', 'maybe'),
    why: fc.constantFrom('late', 'dear'),
    score: fc.nat(6),
  },
  { requiredKeys: [] },
);

const observation = fc.record({
  position: fc.nat(3),
  iteration: fc.integer({ min: 1, max: 2 }),
  version: fc.integer({ min: 1, max: 2 }),
  declaration: fc.constantFrom(...declarations),
  records: fc.array(record, { maxLength: 12 }),
});

type Observation = typeof observation extends fc.Arbitrary<infer T> ? T : never;

const stepOf = ({ position, iteration, version }: Observation): TrailStep => ({
  name: `step ${position}`,
  version,
  iteration,
  position,
  parent: null,
  createdAt: '2026-01-01T12:00:00.000Z',
  startedAt: null,
  finishedAt: null,
});

const partOf = (given: Observation, index: number) => {
  const { name, version, iteration } = stepOf(given);
  return { step: { name, version, iteration }, name: 'films', version: 1, role: null, observationId: `o${index}` };
};

test('counts candidates at every step as the server does', () => {
  fc.assert(
    fc.property(fc.array(observation, { minLength: 1, maxLength: 6 }), (given) => {
      const steps = given.map(stepOf);
      const parts = given.map((own, index) => {
        const { summary, columns } = summariseData(own.records, { decision: own.declaration });
        if (!summary.decision || !columns) throw new Error('What is declared has a summary.');
        const { observationId: id, ...part } = partOf(own, index);
        return { ...part, id, declaration: own.declaration, summary: summary.decision, segment: segmentOf(columns) };
      });
      const matrix = new Matrix(
        given.map((own, index) => ({ ...partOf(own, index), declaration: own.declaration, records: null })),
        steps,
      );
      for (const decisions of matrix.parts)
        for (const one of given[Number(decisions.part.observationId.slice(1))]?.records ?? []) decisions.add(one);
      matrix.complete();
      const range = { from: 0, count: 0, firstStage: 0, stageCount: 0 };
      const { outcomes } = matrix.window({ filter: null, sort: null }, range);
      const { stages } = summariseFlow(new Trail(parts, steps));
      expect(matrix.shape().stages.map(({ name }) => name)).toEqual(stages.map(({ name }) => name));
      outcomes.forEach((tally, index) => {
        const there = Object.values({ ...tally, vanished: 0 }).reduce((sum, count) => sum + count, 0);
        expect([there, tally.kept]).toEqual([stages[index]?.distinct.in, stages[index]?.distinct.kept]);
      });
      // Each vanished one is missed at one later stage, unless another parallel one vanished into the same place.
      const missed = outcomes.reduce((sum, { vanished }) => sum + vanished, 0);
      expect(missed).toBeLessThanOrEqual(stages.reduce((sum, { vanished }) => sum + vanished, 0));
    }),
    { seed: 1, numRuns: 300 },
  );
});
