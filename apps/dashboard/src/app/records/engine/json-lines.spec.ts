import { describe, expect, test } from '@jest/globals';

import { parseExactJson } from './exact-json';
import { JsonLines } from './json-lines';
import { compactText, jsonText } from './json-text';

const tree = (text: string): JsonLines => new JsonLines(parseExactJson(text));
const keys = (lines: JsonLines, toggled: string[] = []): (string | null)[] =>
  lines.window(toggled, 0, 100).lines.map(({ path }) => path);

describe('the lines of a tree', () => {
  test('stand open for small containers', () => {
    expect(keys(tree('{"a":{"b":1},"c":[2]}'))).toEqual([null, 'a', 'a.b', 'c', 'c.0']);
  });

  test('stand closed for large ones', () => {
    const large = JSON.stringify({ a: Array.from({ length: 13 }, (_, index) => index) });
    expect(keys(tree(large))).toEqual([null, 'a']);
    expect(keys(tree(large), ['a'])).toHaveLength(15);
  });

  test('say what is empty', () => {
    const { lines } = tree('{"a":[],"b":{}}').window([], 0, 100);
    expect(lines.map(({ text, expanded }) => [text, expanded])).toEqual([
      ['', true],
      ['[]', false],
      ['{}', false],
    ]);
  });

  test('show marks that turn the order of letters round, and leave what belongs to a letter', () => {
    const { lines } = tree('{"a\\u202e":"x\\u202egnp.exe","b":"👩‍👧"}').window([], 0, 100);
    expect(lines.map(({ key, text }) => [key, text])).toEqual([
      [null, ''],
      ['a\\u202e', '"x\\u202egnp.exe"'],
      ['b', '"👩‍👧"'],
    ]);
  });

  test('close and open by their path', () => {
    const lines = tree('{"a":{"b":1},"a.b":2}');
    expect(keys(lines, ['a'])).toEqual([null, 'a', 'a\\.b']);
    expect(keys(lines, [''])).toEqual([null]);
  });

  test('come as windows', () => {
    const window = tree('[1,2,3,4]').window([], 2, 2);
    expect(window.total).toBe(5);
    expect(window.lines.map(({ text }) => text)).toEqual(['2', '3']);
  });

  test('show numbers as they were sent, and hostile text as text', () => {
    const lines = tree('{"n":9007199254740993,"__proto__":-0,"s":"<b>"}').window([], 1, 3).lines;
    expect(lines.map(({ key, text }) => [key, text])).toEqual([
      ['n', '9007199254740993'],
      ['__proto__', '-0'],
      ['s', '"<b>"'],
    ]);
  });
});

describe('JSON as text', () => {
  test('is printed with its exact numbers', () => {
    expect(jsonText(parseExactJson('{"a":[1.0,{}],"b":[]}'))).toBe('{\n  "a": [\n    1.0,\n    {}\n  ],\n  "b": []\n}');
  });

  test('fits a cell', () => {
    expect(compactText(parseExactJson('{"rating":6.10,"tags":["a","b"]}'), 80)).toBe(
      '{rating: 6.10, tags: ["a", "b"]}',
    );
    expect(compactText(['x'.repeat(200)], 20).length).toBeLessThanOrEqual(24);
  });
});
