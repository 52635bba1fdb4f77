import { createHash } from 'node:crypto';
import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Job } from 'bullmq';
import { Repository } from 'typeorm';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { readPush } from '../push/read-push.js';
import { pushQueueName, type PushJob } from '../queue/push-queue.js';
import { PushEntity } from '../storage/entities/push.entity.js';
import { ObjectStore } from '../storage/object-store/object-store.js';
import { dataOf, observationRows } from './flow-parts.js';
import { FlowWriter } from './flow-writer.js';
import { pack, packKey, type Pack } from './pack.js';

/** An error that trying again does not mend. */
class Unprocessable extends Error {}

/**
 * Turns an accepted push into one object and the rows of its flow. Safe to run twice: ids and keys derive from the push, the object is
 * written first, and the rows and the state are one commit.
 */
@Processor(pushQueueName, { lockDuration: 20_000, stalledInterval: 5_000, maxStalledCount: 1_000 })
export class PushProcessor extends WorkerHost implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('Processor');
  /** A start that failed half-way has no worker to close. */
  #isUp = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectRepository(PushEntity) private readonly pushes: Repository<PushEntity>,
    private readonly objects: ObjectStore,
    private readonly flows: FlowWriter,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.#isUp = true;
    this.worker.concurrency = this.config.processor.concurrency;
    this.worker.on('error', (error) => this.#logger.warn(`The queue does not answer: ${error.message}`));
  }

  async onModuleDestroy(): Promise<void> {
    if (this.#isUp) await this.worker.close();
  }

  async process({ data: job }: Job<PushJob>): Promise<void> {
    const push = await this.#claim(job);
    if (!push) return;
    try {
      await this.#store(push);
    } catch (error) {
      await this.#giveBack(push, error);
    }
  }

  /** Takes a push that still waits; nothing to take means that another worker has it or had it. */
  async #claim({ projectId, pushId, epoch }: PushJob): Promise<PushEntity | null> {
    const [, count]: [unknown, number] = await this.pushes.query(
      `update push set state = 'processing', attempts = attempts + 1, next_try_at = now() + interval '60 s'
       where project_id = $1 and id = $2 and epoch = $3 and state in ('accepted', 'processing')`,
      [projectId, pushId, epoch],
    );
    return count > 0 ? this.pushes.findOneBy({ projectId, id: pushId, epoch }) : null;
  }

  async #store(push: PushEntity): Promise<void> {
    const body = push.bodyKey ? await this.objects.get(push.bodyKey) : push.body;
    if (!body) throw new Unprocessable('it has no body');
    if (!createHash('sha256').update(body).digest().equals(push.digest)) throw new Unprocessable('the body changed');
    const read = readPush(body, Number.POSITIVE_INFINITY);
    if (!read.ok) throw new Unprocessable(`it was accepted but cannot be read: ${read.code}`);
    const packed = await pack(dataOf(read.push));
    const key = packKey(push.projectId, push.id, packed);
    await this.#put(key, packed);
    await this.flows.write(push, read.push, observationRows(read.push, push, packed, key));
    if (push.bodyKey) await this.objects.delete(push.bodyKey);
  }

  async #put(key: string, { bytes, segments }: Pack): Promise<void> {
    if (segments.length === 0) return;
    await this.objects.put(key, bytes);
    const stored = await this.objects.head(key);
    if (stored?.bytes !== bytes.length)
      throw new Error(`the object store kept ${stored?.bytes} of ${bytes.length} bytes`);
  }

  /** Tries and their delays live with the push, not in the queue: the reconciler wakes it when the delay is over. */
  async #giveBack(push: PushEntity, error: unknown): Promise<void> {
    const isPermanent = error instanceof Unprocessable;
    const delaySeconds = Math.random() * Math.min(30, 2 ** Math.min(push.attempts, 10));
    this.#logger.error(
      `Push ${push.id}, try ${push.attempts}: ${isPermanent ? 'quarantined' : 'will be tried again'}`,
      stackOf(error),
    );
    await this.pushes.query(
      `update push set state = $3, last_error = $4, next_try_at = now() + make_interval(secs => $5)
       where project_id = $1 and id = $2 and state = 'processing'`,
      [push.projectId, push.id, isPermanent ? 'quarantined' : 'accepted', classOf(error), delaySeconds],
    );
  }
}

/** Class and code only: messages may hold content. */
const classOf = (error: unknown): string => {
  const { name = 'Error', code } = error as { name?: string; code?: string };
  return code ? `${name} ${code}` : name;
};

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
