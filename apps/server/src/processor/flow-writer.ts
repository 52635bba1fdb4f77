import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager, type QueryDeepPartialEntity } from 'typeorm';
import type { ReadPush } from '../push/read-push.js';
import { FlowEntity } from '../storage/entities/flow.entity.js';
import { ObservationEntity } from '../storage/entities/observation.entity.js';
import type { PushEntity } from '../storage/entities/push.entity.js';
import { StepEntity } from '../storage/entities/step.entity.js';
import { flowPart, stepParts, type FlowFields, type StepFields } from './flow-parts.js';
import { gatherMetadata, merge, spreadMetadata, uniteTags, type Ranked } from './merge.js';
import { storable } from './storable.js';
import { summarise } from './summary.js';

/** Rows of one statement; PostgreSQL takes 65,535 parameters. */
const rowsPerStatement = 1000;

/** Unites a push with what is known of its flow, in one transaction: readers see all of a push or nothing. */
@Injectable()
export class FlowWriter {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** `false`: another worker was first, and nothing was changed. */
  write(push: PushEntity, read: ReadPush, observations: ObservationEntity[]): Promise<boolean> {
    return this.database.transaction(async (manager) => {
      if (!(await markReady(manager, push))) return false;
      await lockFlow(manager, push);
      const place = { projectId: push.projectId, id: push.flowId, attempt: push.attempt };
      const stored = await manager.findOneBy(FlowEntity, place);
      const steps = await this.#mergeSteps(manager, push, read, stored !== null);
      const flow = mergeFlow(stored, push, read);
      const totals = {
        observationCount: observations.length,
        bytes: observations.reduce((sum, o) => sum + o.bytes, 0),
      };
      await upsert(manager, FlowEntity, [{ ...flow, ...summarise(flow, steps.all), ...totals }], Object.keys(place));
      for (const rows of chunks(steps.changed)) await upsert(manager, StepEntity, rows, ['projectId', 'id']);
      for (const rows of chunks(observations)) await insertNew(manager, ObservationEntity, rows);
      if (stored) await recount(manager, push, observations);
      return true;
    });
  }

  async #mergeSteps(manager: EntityManager, push: PushEntity, read: ReadPush, isKnown: boolean) {
    const { projectId, flowId, attempt } = push;
    const of = { projectId, flowId, attempt };
    const stored = isKnown ? await manager.getRepository(StepEntity).findBy(of) : [];
    const byId = new Map(stored.map((step) => [step.id, step]));
    const changed: StepEntity[] = [];
    for (const [id, part] of stepParts(read, push)) {
      const known = byId.get(id);
      const { fields, ranks } = known ? merge(rankedStep(known), part) : part;
      const step = { ...of, id, ...fields, ranks };
      byId.set(id, step);
      changed.push(step);
    }
    return { changed, all: [...byId.values()] };
  }
}

type Rows<T> = QueryDeepPartialEntity<T>[];

async function upsert<T extends object>(
  manager: EntityManager,
  entity: new () => T,
  rows: T[],
  key: string[],
): Promise<void> {
  await manager.upsert(entity, rows as Rows<T>, key);
}

async function insertNew<T extends object>(manager: EntityManager, entity: new () => T, rows: T[]): Promise<void> {
  await manager
    .createQueryBuilder()
    .insert()
    .into(entity)
    .values(rows as Rows<T>)
    .orIgnore()
    .execute();
}

/** The commit of this state is the only mark that a push is done. */
async function markReady(manager: EntityManager, { projectId, id }: PushEntity): Promise<boolean> {
  const [, count]: [unknown, number] = await manager.query(
    `update push set state = 'ready', ready_at = now(), body = null, last_error = null
     where project_id = $1 and id = $2 and state in ('accepted', 'processing')`,
    [projectId, id],
  );
  return count > 0;
}

/** The flow's row may not exist yet, so its name is locked. Pushes of one flow queue up here. */
async function lockFlow(manager: EntityManager, { projectId, flowId, attempt }: PushEntity): Promise<void> {
  await manager.query(`set local lock_timeout = '20s'`);
  await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${projectId}/${flowId}/${attempt}`]);
}

function mergeFlow(stored: FlowEntity | null, push: PushEntity, read: ReadPush) {
  const part = flowPart(read, push.digest);
  const { fields, ranks } = stored ? merge(rankedFlow(stored), part) : part;
  const tags = storable(read.flow.tags ?? []);
  return {
    projectId: push.projectId,
    id: push.flowId,
    attempt: push.attempt,
    ...pickFlowFields(fields),
    metadata: gatherMetadata(fields),
    tags: uniteTags(stored?.tags ?? [], tags),
    ranks,
    receivedAt: earlier(stored?.receivedAt, push.receivedAt),
    lastPushAt: later(stored?.lastPushAt, push.receivedAt),
    revision: (stored?.revision ?? 0) + 1,
  };
}

const rankedFlow = ({ ranks, metadata, ...flow }: FlowEntity): Ranked<FlowFields> => ({
  fields: { ...pickFlowFields(flow), ...spreadMetadata(metadata) },
  ranks,
});

const pickFlowFields = (flow: FlowFields): FlowFields => ({
  name: flow.name,
  sentStatus: flow.sentStatus,
  reason: flow.reason,
  input: flow.input,
  output: flow.output,
  config: flow.config,
  release: flow.release,
  environment: flow.environment,
  traceparent: flow.traceparent,
  parent: flow.parent,
  heartbeatSeconds: flow.heartbeatSeconds,
  createdAt: flow.createdAt,
  finishedAt: flow.finishedAt,
});

function rankedStep({
  ranks,
  projectId: _p,
  id: _i,
  flowId: _f,
  attempt: _a,
  ...fields
}: StepEntity): Ranked<StepFields> {
  return { fields, ranks };
}

const earlier = (a: Date | undefined, b: Date): Date => (a && a < b ? a : b);
const later = (a: Date | undefined, b: Date): Date => (a && a > b ? a : b);

/** Counts all observations of a flow that had some before, and gives each the least place that a push gave it. */
async function recount(manager: EntityManager, push: PushEntity, observations: ObservationEntity[]): Promise<void> {
  const { projectId, flowId, attempt } = push;
  await manager.query(
    `update observation set ordinal = said.ordinal
     from unnest($2::uuid[], $3::int[]) as said (id, ordinal)
     where observation.project_id = $1 and observation.id = said.id and said.ordinal < observation.ordinal`,
    [projectId, observations.map(({ id }) => id), observations.map(({ ordinal }) => ordinal)],
  );
  await manager.query(
    `update flow set (observation_count, bytes) = (
       select count(*), coalesce(sum(bytes), 0) from observation where project_id = $1 and flow_id = $2 and attempt = $3)
     where project_id = $1 and id = $2 and attempt = $3`,
    [projectId, flowId, attempt],
  );
}

function* chunks<T>(rows: T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += rowsPerStatement) yield rows.slice(at, at + rowsPerStatement);
}
