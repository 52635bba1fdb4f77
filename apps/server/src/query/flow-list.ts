import type { FlowListItem, FlowPage, FlowStatus, Funnel } from '@flow-trail/contracts';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository, type SelectQueryBuilder } from 'typeorm';
import { FlowEntity } from '../storage/entities/flow.entity.js';
import { fromCursor, toCursor } from './cursor.js';
import type { FlowListQuery } from './flow-query.js';

/** A running flow that was silent for three heartbeats is interrupted; derived on reading, so that a later push revives it. */
const effectiveStatus = `case when flow.status = 'running' and flow.heartbeat_seconds is not null
  and flow.last_push_at < now() - make_interval(secs => 3 * flow.heartbeat_seconds) then 'interrupted' else flow.status end`;

/** Pages of flows, newest received first. */
@Injectable()
export class FlowList {
  constructor(@InjectRepository(FlowEntity) private readonly flows: Repository<FlowEntity>) {}

  async page(projectId: string, query: FlowListQuery): Promise<FlowPage> {
    const rows = this.flows
      .createQueryBuilder('flow')
      .addSelect(effectiveStatus, 'effective_status')
      .where('flow.projectId = :projectId', { projectId })
      .orderBy({ 'flow.receivedAt': 'DESC', 'flow.id': 'DESC', 'flow.attempt': 'DESC' })
      .limit(query.limit + 1);
    filter(rows, query);
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
}

function filter(rows: SelectQueryBuilder<FlowEntity>, query: FlowListQuery): void {
  if (query.name) rows.andWhere('flow.name ilike :name', { name: `%${query.name.replace(/[\\%_]/g, '\\$&')}%` });
  if (query.status) rows.andWhere(`${effectiveStatus} in (:...status)`, { status: query.status });
  if (query.release) rows.andWhere('flow.release = :release', { release: query.release });
  if (query.environment) rows.andWhere('flow.environment = :environment', { environment: query.environment });
  if (query.tag) rows.andWhere(':tag = any(flow.tags)', { tag: query.tag });
  if (query.since) rows.andWhere('flow.receivedAt >= :since', { since: new Date(query.since) });
  if (query.until) rows.andWhere('flow.receivedAt < :until', { until: new Date(query.until) });
}

export function listItem(flow: FlowEntity, status: FlowStatus): FlowListItem {
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
    funnel: funnelOf(flow),
  };
}

const mostStages = 20;

function funnelOf({ summary }: FlowEntity): Funnel | null {
  if (!summary) return null;
  const stages = summary.stages.slice(0, mostStages).map(({ name, in: came, kept }) => ({ name, in: came, kept }));
  return { stages, unexplained: summary.unexplained };
}

/** The same rule as in the list, for one flow that was read. */
export function statusOf(flow: FlowEntity, now = new Date()): FlowStatus {
  const silentMs = now.getTime() - flow.lastPushAt.getTime();
  const isSilent = flow.heartbeatSeconds !== null && silentMs > 3000 * flow.heartbeatSeconds;
  return flow.status === 'running' && isSilent ? 'interrupted' : flow.status;
}
