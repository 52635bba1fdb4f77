import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { PushQueue, type PushJob } from '../queue/push-queue.js';
import { PushEntity } from '../storage/entities/push.entity.js';
import { PushDrain } from './push-drain.js';

const batch = 200;
/** Who is woken takes others along, so not all that wait have to be woken. */
const mostBatches = 5;

/**
 * Wakes again, from PostgreSQL alone, every push whose time has passed: the queue may lose all it holds. When the queue does not even
 * take wake-ups, what waits is processed without it.
 */
@Injectable()
export class Reconciler implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('Reconciler');
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectRepository(PushEntity) private readonly pushes: Repository<PushEntity>,
    private readonly queue: PushQueue,
    private readonly drain: PushDrain,
  ) {}

  onApplicationBootstrap(): void {
    const everyMilliseconds = this.config.processor.reconcileSeconds * 1000;
    this.#timer = setInterval(() => this.#start(() => this.#wake()), everyMilliseconds).unref();
    // Nobody else can be at work on an embedded database: what waits there was left by a process that is gone.
    const isAlone = this.config.databaseUrl === undefined;
    this.#start(() => (isAlone ? this.#takeOver() : this.#wake()));
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }

  /** One round at a time: a slow one is not joined by the next. */
  #start(round: () => Promise<void>): void {
    this.#round ??= round()
      .catch((error: unknown) => {
        this.#logger.warn(`Waiting pushes could not be looked up; trying again soon: ${String(error)}`);
      })
      .finally(() => (this.#round = undefined));
  }

  async #takeOver(): Promise<void> {
    await this.pushes.query(
      `update push set state = 'accepted', next_try_at = now() where state in ('accepted', 'processing')`,
    );
    await this.#wake();
  }

  async #wake(): Promise<void> {
    for (let batches = 0; batches < mostBatches; batches++) {
      const jobs = await this.#due();
      if (jobs.length === 0) return;
      if (!(await this.queue.wakeAll(jobs))) return this.drain.takeAll();
      if (jobs.length < batch) return;
    }
  }

  async #due(): Promise<PushJob[]> {
    const [jobs]: [PushJob[], number] = await this.pushes.query(
      `update push set state = 'accepted', resting = false, epoch = epoch + 1, next_try_at = now() + interval '60 s'
       where (project_id, id) in (
         select project_id, id from push
         where state in ('accepted', 'processing') and next_try_at <= now()
         order by next_try_at limit ${batch} for update skip locked)
       returning project_id as "projectId", id as "pushId", epoch`,
    );
    return jobs;
  }
}
