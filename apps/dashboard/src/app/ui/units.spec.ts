import { expect, test } from '@jest/globals';

import { ageText, bytesText, countText, durationText } from './units';

test.each([
  [0, '0 ms'],
  [0.44, '0.4 ms'],
  [12.4, '12 ms'],
  [1240, '1.24 s'],
  [12_340, '12.3 s'],
  [125_000, '2 min 05 s'],
  [12_000_000, '3 h 20 min'],
  [90_000_000, '1 d 01 h'],
])('%d ms reads %s', (milliseconds, text) => expect(durationText(milliseconds)).toBe(text));

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1500, '1.5 kB'],
  [195_400, '195 kB'],
  [999_700, '1.0 MB'],
  [1_440_000, '1.4 MB'],
])('%d bytes read %s', (bytes, text) => expect(bytesText(bytes)).toBe(text));

test.each([
  [0, '0'],
  [999, '999'],
  [3201, '3,201'],
  [100_000, '100,000'],
  [1_234_567, '1,234,567'],
])('a count of %d reads %s', (value, text) => expect(countText(value)).toBe(text));

const then = '2026-01-01T12:00:00.000Z';
test.each([
  [3, 'now'],
  [42, '42 s ago'],
  [125, '2 min ago'],
  [7300, '2 h ago'],
  [200_000, '2 d ago'],
  [9_000_000, '2026-01-01'],
])('after %d seconds it was %s', (seconds, text) => {
  expect(ageText(then, Date.parse(then) + seconds * 1000)).toBe(text);
});
