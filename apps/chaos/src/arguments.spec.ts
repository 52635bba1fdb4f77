import { describe, expect, it } from '@jest/globals';
import { readArguments } from './arguments.js';

const read = (...args: string[]) =>
  readArguments(args, () => 41, { rows: ['FM-A1', 'FM-P1'], modes: ['embedded', 'external'] });

describe('what chaos is asked for', () => {
  it('is everything with any seed when nothing is said', () => {
    expect(read()).toEqual({ seeds: [41], rows: [], modes: [], mutants: false });
  });

  it('is seeds that follow each other, and rows by their whole or short names', () => {
    expect(read('--seed', '7', '--seeds', '3', '--rows', 'FM-A1,P1', '--modes', 'embedded')).toEqual({
      seeds: [7, 8, 9],
      rows: ['FM-A1', 'FM-P1'],
      modes: ['embedded'],
      mutants: false,
    });
  });

  it.each([
    [['--rows', 'FM-Z9'], "--rows has 'FM-Z9': there are FM-A1, FM-P1."],
    [['--modes', 'remote'], "--modes has 'remote': there are embedded, external."],
    [['--seed', 'seven'], "--seed is 'seven': it takes a whole number from 0 on."],
    [['--seeds', '0'], "--seeds is '0': it takes a whole number from 1 on."],
    [['--sed', '7'], "Unknown option '--sed'"],
  ])('is refused with what is wrong: %j', (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });
});
