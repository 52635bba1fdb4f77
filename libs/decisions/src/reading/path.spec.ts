import { describe, expect, it } from '@jest/globals';
import { keysOf, pathOf } from '../index.js';

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

  it('can be made from any keys', () => {
    expect(keysOf(pathOf(['a.b', 'c\\', '']))).toEqual(['a.b', 'c\\', '']);
  });
});
