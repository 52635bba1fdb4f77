import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { AcceptLoad } from '../queue/accept-load.js';
import { AcceptsFirst, calm } from '../queue/accepts-first.js';
import { StoreUnavailable } from '../storage/object-store/object-store.js';
import { FlowRereading, type FlowKey } from './flow-rereading.js';

const batch = 200;
/** Any number, as long as all workers take the same one. */
const turn = 7_204_611_387;

/**
 * Reads flows again that were read by other declarations than those that count now, newest first. What is left to do stands in the rows:
 * who is killed goes on where he was. One worker at a time.
 */
@Injectable()
export class Rereader implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('Rereader');
  readonly #acceptsFirst: AcceptsFirst;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #isStopping = false;
  /** One flow that cannot be read must not keep all others waiting. */
  readonly #passedBy = new Set<string>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectDataSource() private readonly database: DataSource,
    private readonly rereading: FlowRereading,
    load: AcceptLoad,
  ) {
    this.#acceptsFirst = new AcceptsFirst(load, calm.forSmall);
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.#start(), this.config.processor.reconcileSeconds * 1000).unref();
    this.#start();
  }

  async onModuleDestroy(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  #start(): void {
    this.#round ??= this.#inTurn()
      .catch((error: unknown) => this.#logger.warn(`Flows could not be read again; trying soon: ${String(error)}`))
      .finally(() => (this.#round = undefined));
  }

  /** A lock of the session: when this process dies, the next one's turn has come. */
  async #inTurn(): Promise<void> {
    const runner = this.database.createQueryRunner();
    try {
      const [row]: { taken: boolean }[] = await runner.query('select pg_try_advisory_lock($1) as taken', [turn]);
      if (!row?.taken) return;
      try {
        await this.#rereadAll();
      } finally {
        await runner.query('select pg_advisory_unlock($1)', [turn]);
      }
    } finally {
      await runner.release();
    }
  }

  async #rereadAll(): Promise<void> {
    for (let due = await this.#due(); due.length > 0 && !this.#isStopping; due = await this.#due()) {
      for (const flow of due) {
        if (this.#isStopping) return;
        await this.#acceptsFirst.run(() => this.#reread(flow));
      }
    }
  }

  async #reread(flow: FlowKey): Promise<void> {
    try {
      await this.rereading.reread(flow);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      this.#passedBy.add(nameOf(flow));
      this.#logger.error(`Flow ${flow.id} cannot be read again until the next start: ${String(error)}`);
    }
  }

  async #due(): Promise<FlowKey[]> {
    const due: FlowKey[] = await this.database.query(
      `(select project_id as "projectId", id, attempt from flow where declared_revision < 0 limit ${batch})
       union all
       (select flow.project_id, flow.id, flow.attempt
        from (select project_id, flow_name, max(revision) as revision from declaration group by project_id, flow_name) declared
        cross join lateral (
          select flow.project_id, flow.id, flow.attempt from flow
          where flow.project_id = declared.project_id and flow.name = declared.flow_name
            and flow.declared_revision < declared.revision and flow.declared_revision >= 0
          limit ${batch}) flow
        limit ${batch})`,
    );
    return due.filter((flow) => !this.#passedBy.has(nameOf(flow)));
  }
}

const nameOf = ({ projectId, id, attempt }: FlowKey): string => `${projectId}/${id}/${attempt}`;
