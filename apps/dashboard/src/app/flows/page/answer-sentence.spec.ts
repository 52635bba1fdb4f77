import { expect, test } from '@jest/globals';

import { aDocument, aStep } from '../../testing/a-flow';
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
