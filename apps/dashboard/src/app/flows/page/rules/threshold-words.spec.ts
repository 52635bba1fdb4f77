import { expect, test } from '@jest/globals';

import { thresholdWords } from './threshold-words';

test.each([
  ['>=', 7, '≥ 7'],
  ['between', [1970, 2011], 'between 1970 and 2011'],
  ['in', ['Comedy', 'Drama'], 'in Comedy, Drama'],
  ['=', null, '= …'],
  [null, 5, 'threshold 5'],
  [null, null, null],
] as const)('%s %j is said as %s', (op, threshold, words) => {
  expect(thresholdWords({ op, threshold: threshold as never })).toBe(words);
});
