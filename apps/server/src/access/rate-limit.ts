import type { IncomingHttpHeaders } from 'node:http';
import { Redis } from 'ioredis';
import type { FastifyRequest } from 'fastify';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { redisOptions } from '../config/redis-options.js';
import { Problem } from '../errors/problem.js';
import './caller.js';
import { TokenBucket } from './token-bucket.js';

/** How much each key may ask and send, on average: counted in Redis for all servers together, in this process when there is none. */
@Injectable()
export class RateLimit implements OnApplicationShutdown {
  readonly #logger = new Logger('RateLimit');
  readonly #redis: Redis | undefined;
  readonly #requests: TokenBucket | undefined;
  readonly #bytes: TokenBucket | undefined;

  constructor(@Inject(CONFIG) { access, redis }: Config) {
    if (access.keys.length === 0) return;
    if (redis.cacheUrl) this.#redis = this.#connect(redis.cacheUrl);
    this.#requests = this.#bucket('requests', access.requestsPerSecond);
    this.#bytes = this.#bucket('bytes', access.bytesPerSecond);
  }

  /** Counts a request, and the body that comes with it as far as its length is known. @throws Problem `rate-limited` */
  async charge(keyId: string, headers: IncomingHttpHeaders): Promise<void> {
    await take(this.#requests, keyId, 1, 'requests');
    const length = headers['content-length'] ?? (headers['transfer-encoding'] && '0');
    if (length !== undefined) await take(this.#bytes, keyId, Number(length), 'bytes');
  }

  /** Counts a body whose length was not said before. It has been read already, so it is the next request that has to wait. */
  async chargeRead({ caller, headers }: FastifyRequest, bytes: number): Promise<void> {
    if (caller.keyId && headers['content-length'] === undefined) await this.#bytes?.owe(caller.keyId, bytes);
  }

  onApplicationShutdown(): void {
    this.#redis?.disconnect();
  }

  #connect(url: string): Redis {
    const redis = new Redis({
      ...redisOptions(url),
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
      commandTimeout: 250,
    });
    redis.on('error', (error: Error) => this.#logger.warn(`Redis: ${error.message}`));
    return redis;
  }

  #bucket(name: string, perSecond: number): TokenBucket | undefined {
    return perSecond > 0 ? new TokenBucket(name, perSecond, this.#redis) : undefined;
  }
}

async function take(bucket: TokenBucket | undefined, keyId: string, amount: number, what: string): Promise<void> {
  const waitMilliseconds = (await bucket?.take(keyId, amount)) ?? 0;
  if (!bucket || waitMilliseconds === 0) return;
  const seconds = Math.ceil(waitMilliseconds / 1000);
  throw new Problem(
    'rate-limited',
    `This key may send ${bucket.perSecond} ${what} a second, and bursts of ${bucket.burst}. Try again in ${seconds} s.`,
    { headers: { 'retry-after': String(seconds) } },
  );
}
