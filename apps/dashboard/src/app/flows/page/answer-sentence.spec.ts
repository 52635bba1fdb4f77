import { expect, test } from '@jest/globals';

import { aDocument, aStep } from '../../testing/a-flow';
import { aFlowSummary, aStage } from '../../testing/a-summary';
import { answerSentence } from './answer-sentence';

test('answers with the reason of the flow', () => {
  expect(answerSentence(aDocument([]))).toBe('Heat was drawn');
});

test('says where a silent flow is', () => {
  const steps = [aStep(), aStep({ name: 'judge', status: 'running' })];
  expect(answerSentence(aDocument(steps, { reason: null, status: 'running' }))).toBe('Running, at step judge');
});

test('says where and why a silent flow failed', () => {
  const steps = [aStep({ name: 'judge', status: 'failed', reason: 'timed out' })];
  expect(answerSentence(aDocument(steps, { reason: null, status: 'failed' }))).toBe('Failed at step judge: timed out');
});

const winner = (label: string | null, key: string): object => ({
  ...{ role: 'winner', stage: 'select/draw', kind: '', observationId: 'o', index: 0, outcome: 'kept' },
  ...{ rule: null, margin: null, score: 0.9, rank: 1, chance: null, label, key },
});

const decided = (kept: number, ...notable: object[]): string => {
  const stage = aStage({ name: 'select/draw', in: 12, kept, dropped: 12 - kept });
  const summary = aFlowSummary([stage], { notable: notable as never });
  return answerSentence(aDocument([], { reason: null, summary: summary as never }));
};

test('says who was selected where the flow gives no reason', () => {
  expect(decided(1, winner('Heat', '1'))).toBe('Heat was selected at select, out of 12: score 0.9, rank 1');
  expect(decided(2, winner('Heat', '1'), winner(null, '"B7"'))).toBe('Heat and B7 were selected at select, out of 12');
  expect(decided(5, ...['a', 'b', 'c', 'd'].map((name) => winner(name, name)))).toBe(
    'a, b, c and 2 more were selected at select, out of 12',
  );
  expect(decided(0)).toBe('Nobody was selected at select');
});
