import { describe, expect, test } from '@jest/globals';

import { aStep, anObservation } from '../../testing/a-flow';
import { observationWord, selectedObservation, selectedStep, stepWord } from './selection';

const observed = aStep({ name: 'rank', observations: [anObservation()] });
const firstTry = aStep({ name: 'judge' });
const secondTry = aStep({ name: 'judge', version: 2 });
const steps = [firstTry, secondTry, observed, aStep({ name: 'log' })];

describe('the step of a link', () => {
  test('is the last that captured something when none is named', () => {
    expect(selectedStep(steps, null)).toBe(observed);
  });

  test('is the last try of a name', () => expect(selectedStep(steps, 'judge')).toBe(secondTry));

  test('is exactly the one with the id', () => expect(selectedStep(steps, firstTry.id)).toBe(firstTry));

  test('is none when there is none of that name', () => expect(selectedStep(steps, 'elsewhere')).toBeNull());

  test('is named in words where they are enough', () => {
    expect(stepWord(steps, secondTry)).toBe('judge');
    expect(stepWord(steps, firstTry)).toBe(firstTry.id);
  });
});

describe('the observation of a link', () => {
  const plain = anObservation({ name: 'prompt' });
  const records = anObservation({ name: 'films', records: 3 });
  const decided = anObservation({ name: 'verdicts', decision: { candidate: 'id' } });

  test('is the one that says most when none is named', () => {
    expect(selectedObservation(aStep({ observations: [plain, records, decided] }), null)).toBe(decided);
    expect(selectedObservation(aStep({ observations: [plain, records] }), null)).toBe(records);
    expect(selectedObservation(aStep(), null)).toBeNull();
  });

  test('tells variants of one name apart by their ids', () => {
    const [one, two] = [anObservation({ id: '1' }), anObservation({ id: '2' })];
    const step = aStep({ observations: [one, two] });
    expect([observationWord(step, one), observationWord(step, two)]).toEqual(['films', '2']);
    expect(selectedObservation(step, '2')).toBe(two);
  });
});
