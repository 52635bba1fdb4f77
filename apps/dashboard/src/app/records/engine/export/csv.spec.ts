import { expect, test } from '@jest/globals';

import { csvCell, csvLine } from './csv';

test.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['a;b', '"a;b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['two\r\nlines', '"two\r\nlines"'],
  [' spaced ', '" spaced "'],
  ['Ярмарка 映画', 'Ярмарка 映画'],
])('quotes %p as RFC 4180 wants it', (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});

test.each([
  ['=1+1', `"'=1+1"`],
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ['+1', `"'+1"`],
  ['-cmd', `"'-cmd"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=1', `"'\t=1"`],
  ['\r=1', `"'\r=1"`],
  ['＝1', `"'＝1"`],
])('makes %p a text that no spreadsheet runs', (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});

test('leaves alone what only holds such a sign', () => {
  expect(csvCell('a=1')).toBe('a=1');
});

test('ends a line as RFC 4180 does', () => {
  expect(csvLine(['a', 'b'])).toBe('a,b\r\n');
});
