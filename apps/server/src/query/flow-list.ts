import type { FlowListItem, FlowPage, FlowStatus } from '@flow-trail/contracts';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type ObjectLiteral, Repository, type SelectQueryBuilder } from 'typeorm';
import { FlowEntity } from '../storage/entities/flow.entity.js';
import { fromCursor, toCursor } from './cursor.js';
import type { FlowListQuery } from './flow-query.js';

/** A running flow that was silent for three heartbeats is interrupted; derived on reading, so that a later push revives it. */
const isSilent = `flow.heartbeat_seconds is not null
  and flow.last_push_at < now() - make_interval(secs => 3 * flow.heartbeat_seconds)`;
const effectiveStatus = `case when flow.status = 'running' and ${isSilent} then 'interrupted' else flow.status end`;

/** Each by the column, so that an index finds the few that failed among a million. */
const withStatus: Record<FlowStatus, string> = {
  completed: `flow.status = 'completed'`,
  failed: `flow.status = 'failed'`,
  running: `flow.status = 'running' and not (${isSilent})`,
  interrupted: `(flow.status = 'interrupted' or (flow.status = 'running' and ${isSilent}))`,
};

/** Not the summary, nor what a flow was given and gave. */
const listed = [
  'projectId',
  'id',
  'attempt',
  'name',
  'status',
  'reason',
  'tags',
  'release',
  'environment',
  'createdAt',
  'finishedAt',
  'receivedAt',
  'stepCount',
  'stepNames',
  'observationCount',
  'bytes',
  'funnel',
] as const satisfies (keyof FlowEntity)[];
type Listed = Pick<FlowEntity, (typeof listed)[number]>;

/** A project with more names than this has a name for each run: its flows are then looked through. */
const mostNames = 2_000;

/** Pages of flows, newest received first. */
@Injectable()
export class FlowList {
  constructor(@InjectRepository(FlowEntity) private readonly flows: Repository<FlowEntity>) {}

  async page(projectId: string, query: FlowListQuery): Promise<FlowPage> {
    const names = query.name ? await this.#namesWith(projectId, query.name) : undefined;
    if (names?.length === 0) return { flows: [], nextCursor: null };
    const rows = this.flows
      .createQueryBuilder('flow')
      .select(listed.map((column) => `flow.${column}`))
      .addSelect(effectiveStatus, 'effective_status')
      .where('flow.projectId = :projectId', { projectId })
      .orderBy({ 'flow.receivedAt': 'DESC', 'flow.id': 'DESC', 'flow.attempt': 'DESC' })
      .limit(query.limit + 1);
    filter(rows, query, names);
    if (query.cursor !== undefined) {
      rows.andWhere(
        '(flow.receivedAt, flow.id, flow.attempt) < (:receivedAt, :id, :attempt)',
        fromCursor(query.cursor),
      );
    } else if (query.page) {
      rows.offset((query.page - 1) * query.limit);
    }
    const { entities, raw } = await rows.getRawAndEntities<{ effective_status: FlowStatus }>();
    const flows = entities
      .slice(0, query.limit)
      .map((flow, at) => listItem(flow, raw[at]?.effective_status ?? flow.status));
    const last = entities[query.limit - 1];
    return { flows, nextCursor: entities.length > query.limit && last ? toCursor(last) : null };
  }

  /** The few names that hold the text, found without a look at each flow. `undefined`: there are too many names. */
  async #namesWith(projectId: string, text: string): Promise<string[] | undefined> {
    const rows: { name: string; isMeant: boolean }[] = await this.flows.query(
      `with recursive names as (
         (select name from flow where project_id = $1 order by name limit 1)
         union all
         select (select name from flow where project_id = $1 and name > names.name order by name limit 1)
         from names where names.name is not null)
       select name, name ilike $2 as "isMeant" from names where name is not null limit ${mostNames + 1}`,
      [projectId, likeText(text)],
    );
    return rows.length > mostNames ? undefined : rows.filter(({ isMeant }) => isMeant).map(({ name }) => name);
  }
}

const likeText = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** Its beginning by the primary key; the end, by which people name a flow, by a look at each. */
function idCondition(part: string): [condition: string, values: ObjectLiteral] {
  const digits = part.replaceAll('-', '').toLowerCase();
  if (digits.length === 6) return ['right(flow.id::text, 6) = :end', { end: digits }];
  const [least, greatest] = ['0', 'f'].map((digit) => digits.padEnd(32, digit));
  return ['flow.id between :least and :greatest', { least, greatest }];
}

function filter(rows: SelectQueryBuilder<FlowEntity>, query: FlowListQuery, names: string[] | undefined): void {
  if (names) rows.andWhere('flow.name in (:...names)', { names });
  else if (query.name) rows.andWhere('flow.name ilike :name', { name: likeText(query.name) });
  if (query.id) rows.andWhere(...idCondition(query.id));
  if (query.status) rows.andWhere(`(${query.status.map((status) => withStatus[status]).join(' or ')})`);
  if (query.release) rows.andWhere('flow.release = :release', { release: query.release });
  if (query.environment) rows.andWhere('flow.environment = :environment', { environment: query.environment });
  if (query.tag) rows.andWhere(':tag = any(flow.tags)', { tag: query.tag });
  if (query.since) rows.andWhere('flow.receivedAt >= :since', { since: new Date(query.since) });
  if (query.until) rows.andWhere('flow.receivedAt < :until', { until: new Date(query.until) });
}

export function listItem(flow: Listed, status: FlowStatus): FlowListItem {
  return {
    id: flow.id,
    attempt: flow.attempt,
    name: flow.name,
    status,
    reason: flow.reason,
    tags: flow.tags,
    release: flow.release,
    environment: flow.environment,
    createdAt: flow.createdAt.toISOString(),
    finishedAt: flow.finishedAt?.toISOString() ?? null,
    receivedAt: flow.receivedAt.toISOString(),
    durationMs: flow.finishedAt ? flow.finishedAt.getTime() - flow.createdAt.getTime() : null,
    stepCount: flow.stepCount,
    stepNames: flow.stepNames,
    observationCount: flow.observationCount,
    bytes: flow.bytes,
    funnel: flow.funnel,
  };
}

/** The same rule as in the list, for one flow that was read. */
export function statusOf(flow: FlowEntity, now = new Date()): FlowStatus {
  const silentMs = now.getTime() - flow.lastPushAt.getTime();
  const isSilent = flow.heartbeatSeconds !== null && silentMs > 3000 * flow.heartbeatSeconds;
  return flow.status === 'running' && isSilent ? 'interrupted' : flow.status;
}
