import { expect, test } from '@jest/globals';

import { OpenedObservation } from './opened-observation';
import { OpenedObservations } from './opened-observations';

const observation = (characters: number): OpenedObservation =>
  new OpenedObservation('x'.repeat(characters), characters, { queryable: null, decision: null });

test('the least recently used go when there is no more room, and the last one always stays', () => {
  const opened = new OpenedObservations(2500);
  opened.keep('a', observation(1000));
  opened.keep('b', observation(1000));
  expect(opened.find('a')).toBeDefined();
  opened.keep('c', observation(1000));
  expect(['a', 'b', 'c'].map((id) => opened.find(id) !== undefined)).toEqual([true, false, true]);
  opened.keep('d', observation(3000));
  expect(['a', 'c', 'd'].map((id) => opened.find(id) !== undefined)).toEqual([false, false, true]);
});
