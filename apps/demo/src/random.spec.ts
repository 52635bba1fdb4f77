import { describe, expect, it } from '@jest/globals';
import { createRandom, shuffled } from './random.js';

const ten = (random: { next(): number }): number[] => Array.from({ length: 10 }, () => random.next());

describe('random', () => {
  it('draws the same numbers for the same seed and others for a neighbouring one', () => {
    expect(ten(createRandom(42))).toEqual(ten(createRandom(42)));
    expect(ten(createRandom(42))).not.toEqual(ten(createRandom(43)));
  });

  it('forks a source that does not depend on what was drawn before', () => {
    const used = createRandom(42);
    ten(used);
    expect(ten(used.fork('judge'))).toEqual(ten(createRandom(42).fork('judge')));
    expect(ten(used.fork('judge'))).not.toEqual(ten(used.fork('select')));
  });

  it('spreads evenly from 0 to 1', () => {
    const random = createRandom(7);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let drawn = 0; drawn < 10_000; drawn += 1) tenths[Math.floor(random.next() * 10)]! += 1;
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('draws a normal distribution around 0', () => {
    const random = createRandom(7);
    const values = Array.from({ length: 5000 }, () => random.gaussian(0.5));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    expect(mean).toBeCloseTo(0, 1);
    expect(deviation).toBeCloseTo(0.5, 1);
  });

  it('shuffles without losing or repeating anything', () => {
    const cards = Array.from({ length: 52 }, (_, card) => card);
    const drawn = shuffled(cards, createRandom(1));
    expect(drawn).not.toEqual(cards);
    expect(drawn.toSorted((left, right) => left - right)).toEqual(cards);
  });
});
