import { describe, expect, it } from '@jest/globals';
import { movieRequests } from '../pipeline/requests.js';
import { planRuns } from './plan.js';

describe('plan', () => {
  it('sends half of the runs from each release, the older first', () => {
    const versions = planRuns(42, 20).map(({ release }) => release.version);
    expect(versions).toEqual([...Array<string>(10).fill('2.4.0'), ...Array<string>(10).fill('2.5.0')]);
  });

  it('gives both halves the same requests and the same chance', () => {
    const runs = planRuns(42, 20);
    for (let index = 0; index < 10; index += 1) {
      expect(runs[index + 10]!.request).toBe(runs[index]!.request);
      expect(runs[index + 10]!.random.next()).toBe(runs[index]!.random.next());
    }
  });

  it('moves one rule between the releases', () => {
    const [older, newer] = [planRuns(1, 2)[0]!.release.config, planRuns(1, 2)[1]!.release.config];
    expect(newer).toEqual({ ...older, votesMinimum: 5_000 });
    expect(older.votesMinimum).toBe(50_000);
  });

  it('repeats itself for a seed and asks otherwise for another', () => {
    const texts = (seed: number): string[] => planRuns(seed, 20).map(({ request }) => request.text);
    expect(texts(42)).toEqual(texts(42));
    expect(texts(42)).not.toEqual(texts(43));
  });

  it('asks every request once before it asks one again', () => {
    const asked = planRuns(42, 20).map(({ request }) => request.text);
    expect(new Set(asked.slice(0, movieRequests.length)).size).toBe(movieRequests.length);
    expect(new Set(asked.slice(0, 10)).size).toBe(movieRequests.length);
  });

  it('plans odd numbers and single runs too', () => {
    expect(planRuns(1, 3).map(({ release }) => release.version)).toEqual(['2.4.0', '2.4.0', '2.5.0']);
    expect(planRuns(1, 1)).toHaveLength(1);
  });

  it('stores with each run what repeats it', () => {
    expect(planRuns(42, 20)[6]!.metadata).toEqual({ seed: 42, run: 7, runs: 20 });
  });
});
