import { describe, expect, test } from '@jest/globals';

import { parseExactJson } from '../exact-json';
import { JsonLines } from '../json-lines';
import { findInJson } from './find-in-json';

const data = parseExactJson(
  '{"list":[{"deep":{"Needle":"find me"}},{"x":"other needle"}],"big":9007199254740993,"ok":true}',
);

describe('a search in a tree', () => {
  test('finds keys and values, whatever the case', () => {
    expect(findInJson(data, 'NEEDLE')).toEqual({ paths: ['list.0.deep.Needle', 'list.1.x'], total: 2 });
  });

  test('finds numbers by their digits, and words', () => {
    expect(findInJson(data, '740993').paths).toEqual(['big']);
    expect(findInJson(data, 'true').paths).toEqual(['ok']);
  });

  test('finds nothing for nothing', () => {
    expect(findInJson(data, '').total).toBe(0);
    expect(new JsonLines(data).find('absent', 0, [])).toEqual({ total: 0, at: 0, line: null, toggled: [] });
  });

  test('counts all, and keeps the way to the first 10,000', () => {
    const { paths, total } = findInJson(new Array<string>(12_000).fill('a'), 'a');
    expect([paths.length, total]).toEqual([10_000, 12_000]);
  });

  test('opens what a match stands in, and goes round', () => {
    const lines = new JsonLines(data);
    const first = lines.find('needle', 0, []);
    expect(lines.window(first.toggled, first.line ?? -1, 1).lines[0]?.path).toBe('list.0.deep.Needle');
    const closed = lines.find('needle', 1, ['', 'list']);
    expect(lines.window(closed.toggled, closed.line ?? -1, 1).lines[0]?.path).toBe('list.1.x');
    expect(lines.find('needle', 2, []).at).toBe(0);
    expect(lines.find('needle', -1, []).at).toBe(1);
  });
});

test('a key that comes twice is shown twice, and written twice', () => {
  const lines = new JsonLines(parseExactJson('[{"a":1,"b":2,"a":{"c":3,"c":4}}]'));
  const shown = lines.window([], 0, 20).lines.map(({ key, text, isOverwritten }) => [key, text, isOverwritten]);
  expect(shown.slice(2)).toEqual([
    ['a', '1', true],
    ['b', '2', false],
    ['a', '', false],
    ['c', '3', true],
    ['c', '4', false],
  ]);
});
