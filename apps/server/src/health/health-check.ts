import { setTimeout as after } from 'node:timers/promises';
import type { Health, Readiness } from '@flow-trail/contracts';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { PushQueue } from '../queue/push-queue.js';
import { ObjectStore } from '../storage/object-store/object-store.js';

const patienceMilliseconds = 2_000;

/** Asks each part that this process depends on. Without the database nothing works; without the others it limps. */
@Injectable()
export class HealthCheck {
  #isStopping = false;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly objects: ObjectStore,
    private readonly queue: PushQueue,
  ) {}

  /** This process is about to end: from here on it is not ready. */
  stop(): void {
    this.#isStopping = true;
  }

  /** Whether requests should be sent here. */
  async readiness(): Promise<Readiness> {
    const { status, parts } = await this.run();
    const degraded = Object.keys(parts).filter((part) => parts[part] !== 'ok');
    return this.#isStopping ? { status: 'unavailable', degraded: ['stopping'] } : { status, degraded };
  }

  async run(): Promise<Pick<Health, 'status' | 'parts'>> {
    const [database, objects, queue] = await Promise.all([
      answers(() => this.database.query('select 1')),
      answers(() => this.objects.check()),
      answers(() => this.queue.check()),
    ]);
    const parts = { database: word(database), objects: word(objects), queue: word(queue) };
    if (!database) return { status: 'unavailable', parts };
    return { status: objects && queue ? 'ok' : 'degraded', parts };
  }
}

const word = (isFine: boolean): string => (isFine ? 'ok' : 'does not answer');

async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  const gaveUp = new AbortController();
  try {
    const late = after(patienceMilliseconds, false, { signal: gaveUp.signal }).catch(() => false);
    return await Promise.race([ask().then(() => true), late]);
  } catch {
    return false;
  } finally {
    gaveUp.abort();
  }
}
