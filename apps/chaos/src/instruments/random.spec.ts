import { describe, expect, it } from '@jest/globals';
import { makePush } from '../traffic/made-push.js';
import { Random } from './random.js';

const pushOf = (seed: number) => makePush(new Random(seed, 'lane'), 'north', 'name', 5_000);

describe('a seed', () => {
  it('decides every byte and every key', () => {
    expect(pushOf(7)).toEqual(pushOf(7));
    expect(pushOf(8).digest).not.toBe(pushOf(7).digest);
    expect(pushOf(7).key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('makes bodies that are JSON, about as long as asked, with data that printing again would change', () => {
    const { body, observations } = pushOf(7);
    const { steps } = JSON.parse(body.toString()) as { steps: { observations: { data: unknown }[] }[] };
    expect(steps).toHaveLength(observations.length);
    expect(body.length).toBeGreaterThan(5_000);
    expect(body.length).toBeLessThan(6_000);
    expect(body.toString()).not.toContain(JSON.stringify(steps[0]?.observations[0]?.data));
  });

  it('chooses over the whole range', () => {
    const random = new Random(1);
    const chosen = new Set(Array.from({ length: 200 }, () => random.between(1, 6)));
    expect([...chosen].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
