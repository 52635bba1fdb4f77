import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Problem } from '../errors/problem.js';

const lookEveryMs = 5_000;

/** What was accepted and is not readable yet. Beyond a limit nothing more is taken in: workers may be gone, and disks have an end. */
@Injectable()
export class Backlog implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('Ingest');
  #timer: NodeJS.Timeout | undefined;
  #isFull = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectDataSource() private readonly database: DataSource,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.#look(), lookEveryMs).unref();
    void this.#look();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  /** @throws Problem `backlog-full` */
  expectRoom(): void {
    if (!this.#isFull) return;
    throw new Problem(
      'backlog-full',
      'What was accepted is not processed fast enough, and there is no room for more. Try again in a while.',
      { headers: { 'retry-after': '30' } },
    );
  }

  /** Never throws: a database that is away refuses pushes by itself. */
  async #look(): Promise<void> {
    try {
      const [row]: { bytes: number }[] = await this.database.query(
        `select coalesce(sum(body_bytes), 0)::float8 as bytes from push where state in ('accepted', 'processing')`,
      );
      const isFull = (row?.bytes ?? 0) >= this.config.processor.backlogBytes;
      if (isFull !== this.#isFull) this.#logger.warn(isFull ? fullNow : roomAgain);
      this.#isFull = isFull;
    } catch (error) {
      this.#logger.debug(`The backlog could not be looked at: ${String(error)}`);
    }
  }
}

const fullNow =
  'The backlog has reached FLOW_TRAIL_BACKLOG_BYTES: new pushes are refused until workers have caught up.';
const roomAgain = 'The backlog has room again: new pushes are accepted.';
