import { describe, expect, it } from '@jest/globals';
import { keysOf, readerOf } from '../index.js';

describe('a path', () => {
  it.each([
    ['price', ['price']],
    ['metrics.price', ['metrics', 'price']],
    ['metrics\\.price', ['metrics.price']],
    ['a\\\\.b', ['a\\', 'b']],
    ['a..b', ['a', '', 'b']],
    ['', []],
  ])('%s leads through %j', (path, keys) => {
    expect(keysOf(path)).toEqual(keys);
  });

  it('leads nowhere from what is no object', () => {
    for (const value of [null, undefined, 7, 'text', true]) expect(readerOf('a.b')(value)).toBeUndefined();
  });
});
