import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Job } from 'bullmq';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { PushQueue, pushQueueName, type PushJob } from '../queue/push-queue.js';
import { PushDrain } from './push-drain.js';

/** The consuming end of the queue. A job is a wake-up: what it says is asked of PostgreSQL, and a void one does nothing. */
@Processor(pushQueueName, {
  lockDuration: 20_000,
  stalledInterval: 5_000,
  maxStalledCount: 1_000,
  // After an error of the connection; a worker that is told to stop waits for it too.
  runRetryDelay: 1_000,
})
export class PushProcessor extends WorkerHost implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('Processor');
  /** A start that failed half-way has no worker to close. */
  #isUp = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly drain: PushDrain,
    private readonly queue: PushQueue,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.#isUp = true;
    this.worker.concurrency = this.config.processor.concurrency;
    this.worker.on('error', (error) => this.#logger.warn(`The queue does not answer: ${error.message}`));
  }

  async onModuleDestroy(): Promise<void> {
    this.drain.stop();
    // A worker that still asks a connection that has ended asks again at once, and lets no timer have its turn.
    if (this.#isUp) await this.worker.pause(true);
    await this.queue.giveUp();
    if (this.#isUp) await this.worker.close();
    await this.drain.idle();
  }

  /** Never throws for the sake of a push: its tries are kept with it, and the queue knows one. */
  async process({ data: job }: Job<PushJob>): Promise<void> {
    await this.drain.take(job);
  }
}
