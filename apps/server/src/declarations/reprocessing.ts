import type { ReprocessingAnswer } from '@flow-trail/contracts';
import { summaryVersion } from '@flow-trail/decisions';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { ReprocessingBody } from './reprocessing.body.js';

const batch = 10_000;

/** Has flows read again. What is to be done stands in their rows, and the workers do it; whoever asked need not wait. */
@Injectable()
export class Reprocessing {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  async start(projectId: string, { flowName, all }: ReprocessingBody): Promise<ReprocessingAnswer> {
    for (let marked = batch; marked === batch;) marked = await this.#mark(projectId, flowName ?? null, all);
    return this.progress(projectId);
  }

  async progress(projectId: string): Promise<ReprocessingAnswer> {
    const [row]: ReprocessingAnswer[] = await this.database.query(
      `select count(*)::int as flows, count(*) filter (
         where declared_revision < 0 or declared_revision < coalesce(declared.revision, 0))::int as pending
       from flow left join (
         select flow_name, max(revision) as revision from declaration where project_id = $1 group by flow_name) declared
         on declared.flow_name = flow.name
       where flow.project_id = $1`,
      [projectId],
    );
    return { flows: row?.flows ?? 0, pending: row?.pending ?? 0 };
  }

  /** A few at a time, so that no statement is long. */
  async #mark(projectId: string, flowName: string | null, all: boolean): Promise<number> {
    const [, marked]: [unknown, number] = await this.database.query(
      `update flow set declared_revision = -1 where (project_id, id, attempt) in (
         select project_id, id, attempt from flow
         where project_id = $1 and declared_revision >= 0 and ($2::text is null or name = $2) and ($3 or summary_version <> $4)
         limit ${batch})`,
      [projectId, flowName, all, summaryVersion],
    );
    return marked;
  }
}
