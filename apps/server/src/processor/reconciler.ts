import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { PushQueue } from '../queue/push-queue.js';
import { PushEntity } from '../storage/entities/push.entity.js';

interface DueRow {
  project_id: string;
  id: string;
  epoch: number;
}

/** Wakes again, from PostgreSQL alone, every push whose time has passed: the queue may lose all it holds. */
@Injectable()
export class Reconciler implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('Reconciler');
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectRepository(PushEntity) private readonly pushes: Repository<PushEntity>,
    private readonly queue: PushQueue,
  ) {}

  onApplicationBootstrap(): void {
    const everyMilliseconds = this.config.processor.reconcileSeconds * 1000;
    this.#timer = setInterval(() => void this.#wake('next_try_at < now()'), everyMilliseconds).unref();
    // Nobody else can be at work on an embedded database: what waits there was left by a process that is gone.
    const isAlone = this.config.databaseUrl === undefined;
    void this.#wake(isAlone ? 'true' : 'next_try_at < now()');
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  async #wake(isDue: 'true' | 'next_try_at < now()'): Promise<void> {
    try {
      const [rows]: [DueRow[], number] = await this.pushes.query(
        `update push set epoch = epoch + 1, next_try_at = now() + interval '60 s'
         where (project_id, id) in (
           select project_id, id from push
           where state in ('accepted', 'processing') and ${isDue}
           order by next_try_at limit 200 for update skip locked)
         returning project_id, id, epoch`,
      );
      for (const { project_id, id, epoch } of rows) this.queue.wake({ projectId: project_id, pushId: id, epoch });
    } catch (error) {
      this.#logger.warn(`Waiting pushes could not be looked up; trying again soon: ${String(error)}`);
    }
  }
}
