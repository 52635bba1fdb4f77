import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../random.js';
import type { MovieRequest } from './requests.js';
import { movieRequests } from './requests.js';
import { understand } from './understand.js';

const [heist] = movieRequests as [MovieRequest];

describe('understand', () => {
  it('names the same keywords for the same seed, and others for another', () => {
    expect(understand(heist, createRandom(1))).toEqual(understand(heist, createRandom(1)));
    const sampled = new Set([1, 2, 3, 4, 5, 6].map((seed) => JSON.stringify(understand(heist, createRandom(seed)))));
    expect(sampled.size).toBeGreaterThan(1);
  });

  it.each(movieRequests)('names at least three different keywords that "$text" suggests', (request) => {
    for (let seed = 0; seed < 50; seed += 1) {
      const { keywords } = understand(request, createRandom(seed));
      const suggested = request.associations.map(({ field, value }) => `${field} ${value}`);
      const named = keywords.map(({ field, value }) => `${field} ${value}`);
      expect(new Set(named).size).toBe(named.length);
      expect(named.length).toBeGreaterThanOrEqual(3);
      expect(suggested).toEqual(expect.arrayContaining(named));
      expect(keywords.every(({ weight }) => weight > 0)).toBe(true);
    }
  });

  it('calls itself simulated', () => {
    expect(understand(heist, createRandom(1)).model).toBe('simulated');
  });
});
