import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { redisOptions } from '../config/redis-options.js';

/**
 * Bytes that cannot change, by key, for a while: in Redis when there is one, else in this process. A cache that is down costs time,
 * never an answer.
 */
@Injectable()
export class Cache implements OnApplicationShutdown {
  readonly #logger = new Logger('Cache');
  readonly #store: RedisBytes | MemoryBytes;

  constructor(@Inject(CONFIG) { redis, cache }: Config) {
    this.#store = redis.cacheUrl
      ? new RedisBytes(redis.cacheUrl, cache.ttlSeconds, (error) => this.#logger.warn(`Redis: ${error.message}`))
      : new MemoryBytes(cache.memoryBytes, cache.ttlSeconds);
  }

  async get(key: string, load: () => Promise<Buffer>): Promise<{ bytes: Buffer; isHit: boolean }> {
    const known = await this.#failOpen(() => this.#store.get(key));
    if (known) return { bytes: known, isHit: true };
    const bytes = await load();
    void this.#failOpen(() => this.#store.set(key, bytes));
    return { bytes, isHit: false };
  }

  onApplicationShutdown(): void {
    this.#store.close();
  }

  async #failOpen<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act();
    } catch (error) {
      this.#logger.debug(`The cache was passed by: ${String(error)}`);
      return undefined;
    }
  }
}

class MemoryBytes {
  readonly #entries: LRUCache<string, Buffer>;

  constructor(maxSize: number, ttlSeconds: number) {
    this.#entries = new LRUCache({
      maxSize: Math.max(1, maxSize),
      ttl: ttlSeconds * 1000,
      sizeCalculation: (bytes) => bytes.length + 1,
    });
  }

  async get(key: string): Promise<Buffer | undefined> {
    return this.#entries.get(key);
  }

  async set(key: string, bytes: Buffer): Promise<void> {
    this.#entries.set(key, bytes);
  }

  close(): void {
    this.#entries.clear();
  }
}

class RedisBytes {
  readonly #redis: Redis;

  constructor(
    url: string,
    private readonly ttlSeconds: number,
    onError: (error: Error) => void,
  ) {
    this.#redis = new Redis({
      ...redisOptions(url),
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
      commandTimeout: 500,
    });
    this.#redis.on('error', onError);
  }

  async get(key: string): Promise<Buffer | undefined> {
    const sealed = await this.#redis.getBuffer(`flow-trail:${key}`);
    if (!sealed) return undefined;
    const bytes = sealed.subarray(sealBytes);
    return seal(key, bytes).equals(sealed.subarray(0, sealBytes)) ? bytes : undefined;
  }

  async set(key: string, bytes: Buffer): Promise<void> {
    await this.#redis.set(`flow-trail:${key}`, Buffer.concat([seal(key, bytes), bytes]), 'EX', this.ttlSeconds);
  }

  close(): void {
    this.#redis.disconnect();
  }
}

const sealBytes = 32;

/** Others can write into Redis: what is not what was put under this key counts as absent. */
const seal = (key: string, bytes: Buffer): Buffer => createHash('sha256').update(`${key}\n`).update(bytes).digest();
