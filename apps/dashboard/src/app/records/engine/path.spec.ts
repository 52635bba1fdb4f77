import { expect, test } from '@jest/globals';

import { parseExactJson } from './exact-json';
import { childPath, keysOf, pathOf, readerOf } from './path';

test('splits at dots', () => expect(keysOf('a.b.c')).toEqual(['a', 'b', 'c']));

test('takes an escaped dot for part of a key', () => {
  expect(keysOf('a\\.b.c')).toEqual(['a.b', 'c']);
  expect(keysOf('a\\\\.b')).toEqual(['a\\', 'b']);
});

test.each([[['a.b', 'c']], [['']], [['\\', '.', 'x']], [['a', '', 'b']]])('writes and reads %j back', (keys) => {
  expect(keysOf(pathOf(keys))).toEqual(keys);
});

test('extends a path by a key that holds a dot', () => {
  expect(childPath('a', 'b.c')).toBe('a.b\\.c');
  expect(childPath(null, 'b.c')).toBe('b\\.c');
});

test('reads nested objects and array elements', () => {
  expect(readerOf('a.1.b')({ a: [0, { b: 7 }] })).toBe(7);
});

test('finds nothing where the path leaves the data', () => {
  expect(readerOf('a.b.c')({ a: 1 })).toBeUndefined();
  expect(readerOf('a.length')({ a: 'text' })).toBeUndefined();
});

test('never reads what an object inherits', () => {
  expect(readerOf('constructor')({})).toBeUndefined();
  expect(readerOf('__proto__.x')({})).toBeUndefined();
  expect(readerOf('__proto__.x')(parseExactJson('{"__proto__":{"x":1}}'))).toBe(1);
});
