import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Redis } from 'ioredis';
import { TokenBucket } from './token-bucket.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const takeMany = async (bucket: TokenBucket, times: number, key = 'one'): Promise<number[]> => {
  const waits: number[] = [];
  for (let time = 0; time < times; time++) waits.push(await bucket.take(key, 1));
  return waits;
};

describe('a token bucket', () => {
  it('gives a second of its rate and a burst of ten, then asks to wait for the next second', async () => {
    const waits = await takeMany(new TokenBucket('requests', 2), 23);
    expect(waits.slice(0, 22)).toEqual(Array(22).fill(0));
    expect(waits[22]).toBeGreaterThan(0);
    expect(waits[22]).toBeLessThanOrEqual(1000);
  });

  it('goes on at its rate when the burst is used up, and has a new one after a minute', async () => {
    const bucket = new TokenBucket('requests', 2);
    await takeMany(bucket, 23);
    await jest.advanceTimersByTimeAsync(1_000);
    expect((await takeMany(bucket, 3)).map((wait) => wait === 0)).toEqual([true, true, false]);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await takeMany(bucket, 22)).toEqual(Array(22).fill(0));
  });

  it('counts each key for itself', async () => {
    const bucket = new TokenBucket('requests', 1);
    await takeMany(bucket, 12, 'one');
    expect(await bucket.take('one', 1)).toBeGreaterThan(0);
    expect(await bucket.take('other', 1)).toBe(0);
  });

  it('gives once a minute what is larger than a burst, so that no body is too large for ever', async () => {
    const bucket = new TokenBucket('bytes', 1_000);
    expect(await bucket.take('one', 50_000)).toBe(0);
    expect(await bucket.take('one', 50_000)).toBeGreaterThan(1_000);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await bucket.take('one', 50_000)).toBe(0);
  });

  it('makes the next one wait for what was owed', async () => {
    const bucket = new TokenBucket('bytes', 1_000);
    await bucket.owe('one', 50_000);
    expect(await bucket.take('one', 0)).toBeGreaterThan(0);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await bucket.take('one', 0)).toBe(0);
  });

  it('counts in this process, to the same limit, while Redis does not answer', async () => {
    const redis = new Redis({ lazyConnect: true, enableOfflineQueue: false });
    const waits = await takeMany(new TokenBucket('requests', 1, redis), 12);
    redis.disconnect();
    expect(waits.map((wait) => wait === 0)).toEqual([...Array(11).fill(true), false]);
  });
});
