import type { Declaration, DeclarationHistory, DeclarationPage, DeclarationPlace } from '@flow-trail/contracts';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { canonicalDecision } from '../decisions/canonical.js';
import { DeclarationEntity } from '../storage/entities/declaration.entity.js';
import type { DeclarationBody } from './declaration.body.js';

const mostVersions = 100;

/** Keeps what is declared afterwards. Nothing is overwritten: each change is a version of its own. */
@Injectable()
export class Declarations {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** What counts now, of one flow name or of all. */
  async list(projectId: string, flowName?: string): Promise<DeclarationPage> {
    const newest = await this.database
      .createQueryBuilder(DeclarationEntity, 'declaration')
      .distinctOn(['declaration.flowName', 'declaration.step', 'declaration.observation'])
      .where('declaration.projectId = :projectId', { projectId })
      .andWhere(flowName === undefined ? 'true' : 'declaration.flowName = :flowName', { flowName })
      .orderBy({
        'declaration.flowName': 'ASC',
        'declaration.step': 'ASC',
        'declaration.observation': 'ASC',
        'declaration.version': 'DESC',
      })
      .getMany();
    const pendingFlows = await this.#countPending(projectId, flowName);
    return { declarations: newest.map(answerOf), pendingFlows };
  }

  async history(projectId: string, { flowName, step, observation }: DeclarationPlace): Promise<DeclarationHistory> {
    const versions = await this.database.manager.find(DeclarationEntity, {
      where: { projectId, flowName, step, observation },
      order: { version: 'DESC' },
      take: mostVersions,
    });
    return { versions: versions.map(answerOf) };
  }

  /** Saying the same again changes nothing. */
  async declare(projectId: string, body: DeclarationBody): Promise<Declaration> {
    return this.database.transaction(async (manager) => {
      await lockName(manager, projectId, body.flowName);
      const { flowName, step, observation, decision, overridesRecorded } = body;
      const place = { projectId, flowName, step, observation };
      const last = await manager.findOne(DeclarationEntity, { where: place, order: { version: 'DESC' } });
      const said = { decision, overridesRecorded };
      if (last && isSame(last, said)) return answerOf(last);
      const version = (last?.version ?? 0) + 1;
      // TypeORM's own type of a JSON column is too deep for the compiler.
      await manager.insert(DeclarationEntity, { ...place, ...said, version } as object);
      return answerOf(await manager.findOneByOrFail(DeclarationEntity, { ...place, version }));
    });
  }

  async #countPending(projectId: string, flowName: string | undefined): Promise<number> {
    const [row]: { pending: number }[] = await this.database.query(
      `select coalesce(sum(pending), 0)::int as pending from (
         select (select count(*) from flow
           where flow.project_id = $1 and flow.name = declared.flow_name and flow.declared_revision < declared.revision) as pending
         from (
           select flow_name, max(revision) as revision from declaration
           where project_id = $1 and ($2::text is null or flow_name = $2) group by flow_name) declared) names`,
      [projectId, flowName ?? null],
    );
    return row?.pending ?? 0;
  }
}

/** One at a time for a flow name, so that revisions are committed in their order. */
async function lockName(manager: EntityManager, projectId: string, flowName: string): Promise<void> {
  await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 1))', [`${projectId}/${flowName}`]);
}

type Said = Pick<DeclarationEntity, 'decision' | 'overridesRecorded'>;

const isSame = (a: Said, b: Said): boolean =>
  a.overridesRecorded === b.overridesRecorded && canonicalDecision(a.decision) === canonicalDecision(b.decision);

const answerOf = (declaration: DeclarationEntity): Declaration => ({
  flowName: declaration.flowName,
  step: declaration.step,
  observation: declaration.observation,
  decision: declaration.decision,
  overridesRecorded: declaration.overridesRecorded,
  version: declaration.version,
  createdAt: declaration.createdAt.toISOString(),
});
