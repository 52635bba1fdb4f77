import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { tombstoneDays } from '../storage/tombstones.js';
import { Collector } from './collector.js';

const trimEveryMs = 60_000;
const eventHours = 24;
/** An accept or a try that takes longer than this is not at work any more. */
const lostAfterHours = 48;

/** What is done from time to time in every process that processes; doing it twice does no harm. */
@Injectable()
export class Upkeep implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('Upkeep');
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #running = new Set<Promise<void>>();
  #slice = 0;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectDataSource() private readonly database: DataSource,
    private readonly collector: Collector,
  ) {}

  onApplicationBootstrap(): void {
    this.#repeat(this.config.processor.reconcileSeconds * 1000, async () => void (await this.collector.deleteDoomed()));
    this.#repeat(trimEveryMs, () => this.trim());
    this.#repeat(trimEveryMs, () => this.#collectNext());
  }

  async onModuleDestroy(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#running);
  }

  /** Forgets what has served its time. */
  async trim(): Promise<void> {
    await this.database.query(
      `delete from event where id in (
         select id from event where at < now() - make_interval(hours => ${eventHours}) order by at limit 10000)`,
    );
    await this.database.query(
      `with old as (
         delete from tombstone where (project_id, flow_id) in (
           select project_id, flow_id from tombstone where deleted_at < now() - make_interval(days => ${tombstoneDays}) limit 1000)
         returning project_id, flow_id)
       delete from push using old
       where push.project_id = old.project_id and push.flow_id = old.flow_id and push.state = 'deleted'`,
    );
  }

  /** One sixteenth of one project's objects of one kind at a time; begun again after a restart. */
  async #collectNext(): Promise<void> {
    const projects: { id: string }[] = await this.database.query('select id from project order by id');
    const slices = projects.flatMap(({ id }) =>
      ['packs', 'staged', 'segments'].flatMap((kind) =>
        [...'0123456789abcdef'].map((digit) => `${kind}/${id}/${digit}`),
      ),
    );
    const prefix = slices[this.#slice++ % slices.length];
    if (prefix) await this.collector.deleteLost(prefix, new Date(Date.now() - lostAfterHours * 3_600_000));
  }

  #repeat(everyMs: number, act: () => Promise<void>): void {
    let running: Promise<void> | undefined;
    const run = (): void => {
      if (running) return;
      const current = act()
        .catch((error: unknown) => this.#logger.warn(`It is tried again later: ${String(error)}`))
        .finally(() => {
          this.#running.delete(current);
          running = undefined;
        });
      running = current;
      this.#running.add(current);
    };
    this.#timers.push(setInterval(run, everyMs).unref());
  }
}
