import { describe, expect, it } from '@jest/globals';
import { readStat } from './cpu.js';

describe('a line of /proc/[pid]/stat', () => {
  it('is read after the name of the program, whatever that holds', () => {
    const line = '812 (a (b) c) S 7 812 812 0 -1 4194560 100 200 3 4 50 60 700 800 20 0 11 0 1234';
    expect(readStat(line)).toEqual({ parent: 7, own: 110, ofEnded: 1500 });
  });
});
