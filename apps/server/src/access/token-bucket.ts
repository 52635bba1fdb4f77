import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';

const burstSeconds = 10;
const refillSeconds = 60;

/**
 * So much a second for each key, and once a minute ten seconds' worth on top. Redis counts for all servers; while it does not answer, each
 * counts for itself, to the same limit.
 */
export class TokenBucket {
  readonly burst: number;
  readonly #steady: RateLimiterAbstract;
  readonly #spare: RateLimiterAbstract;

  constructor(
    name: string,
    readonly perSecond: number,
    redis?: Redis,
  ) {
    this.burst = perSecond * burstSeconds;
    this.#steady = limiter({ keyPrefix: `flow-trail:rate:${name}`, points: perSecond, duration: 1 }, redis);
    this.#spare = limiter(
      { keyPrefix: `flow-trail:burst:${name}`, points: this.burst, duration: refillSeconds },
      redis,
    );
  }

  /** Milliseconds to wait before it makes sense to try again; 0 when the amount was there. More than a burst counts as a burst. */
  async take(key: string, amount: number): Promise<number> {
    const charged = Math.min(amount, this.burst);
    const steadyWait = await waitFor(this.#steady, key, charged);
    if (steadyWait === 0) return 0;
    const spareWait = await waitFor(this.#spare, key, charged);
    if (spareWait === 0) return 0;
    return charged <= this.perSecond ? steadyWait : spareWait;
  }

  /** Takes what may not be there; the debt ends with the second, or with the minute when it is more than a second's worth. */
  async owe(key: string, amount: number): Promise<void> {
    const { consumedPoints } = await this.#steady.penalty(key, amount);
    if (consumedPoints > this.perSecond) await this.#spare.penalty(key, amount);
  }
}

async function waitFor(limiter: RateLimiterAbstract, key: string, points: number): Promise<number> {
  try {
    await limiter.consume(key, points);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
    throw refusal;
  }
}

function limiter(
  options: { keyPrefix: string; points: number; duration: number },
  redis: Redis | undefined,
): RateLimiterAbstract {
  const local = new RateLimiterMemory(options);
  if (!redis) return local;
  return new RateLimiterRedis({ ...options, storeClient: redis, rejectIfRedisNotReady: true, insuranceLimiter: local });
}
