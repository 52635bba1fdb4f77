import type { FlowDocument, JsonObject, ObservationDetail, StepDetail } from '@flow-trail/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { flowDeleted } from '../errors/flow-deleted.js';
import { Problem } from '../errors/problem.js';
import { FlowEntity } from '../storage/entities/flow.entity.js';
import { ObservationEntity } from '../storage/entities/observation.entity.js';
import { StepEntity } from '../storage/entities/step.entity.js';
import { isDeleted } from '../storage/tombstones.js';
import type { CacheableAnswer } from './cache.interceptor.js';
import { asCaptured, byText, inFlowOrder } from './flow-order.js';
import { listItem, statusOf } from './flow-list.js';

export interface FlowPlace {
  projectId: string;
  id: string;
  /** Absent: the highest. */
  attempt?: number;
}

/** One flow with its steps and what is known of their observations. */
@Injectable()
export class FlowDocuments {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectRepository(FlowEntity) private readonly flows: Repository<FlowEntity>,
    @InjectRepository(StepEntity) private readonly steps: Repository<StepEntity>,
    @InjectRepository(ObservationEntity) private readonly observations: Repository<ObservationEntity>,
  ) {}

  async find(place: FlowPlace): Promise<FlowEntity> {
    const { projectId, id, attempt } = place;
    const where = { projectId, id, ...(attempt !== undefined && { attempt }) };
    const flow = await this.flows.findOne({ where, order: { attempt: 'DESC' } });
    if (flow) return flow;
    if (await isDeleted(this.flows.manager, projectId, id)) throw flowDeleted();
    throw new Problem(
      'not-found',
      'There is no such flow, or it is not processed yet: it follows its 202 in a moment.',
    );
  }

  /** The flow's row is always read; the rest only when this revision is not in the cache. */
  async answer(place: FlowPlace): Promise<CacheableAnswer> {
    const flow = await this.find(place);
    const attempts = await this.#attempts(flow);
    const status = statusOf(flow);
    const version = `${flow.revision}-${flow.attempt}-${attempts.length}-${status}`;
    return {
      key: `flow/${flow.projectId}/${flow.id}/${version}`,
      etag: version,
      load: async () => Buffer.from(JSON.stringify(await this.#build(flow, attempts))),
      send: async (bytes, _request, reply) => {
        reply.header('cache-control', 'private, no-cache').type('application/json; charset=utf-8');
        return bytes;
      },
    };
  }

  async build(place: FlowPlace): Promise<FlowDocument> {
    const flow = await this.find(place);
    return this.#build(flow, await this.#attempts(flow));
  }

  async #attempts({ projectId, id }: FlowEntity): Promise<number[]> {
    const rows = await this.flows.find({
      where: { projectId, id },
      select: { attempt: true },
      order: { attempt: 'ASC' },
    });
    return rows.map(({ attempt }) => attempt);
  }

  async #build(flow: FlowEntity, attempts: number[]): Promise<FlowDocument> {
    const of = { projectId: flow.projectId, flowId: flow.id, attempt: flow.attempt };
    const [steps, observations] = await Promise.all([this.steps.findBy(of), this.observations.findBy(of)]);
    const byStep = Map.groupBy(observations, ({ stepId }) => stepId);
    return {
      flow: {
        ...listItem(flow, statusOf(flow)),
        url: `${this.config.http.publicUrl}/flows/${flow.id}`,
        attempts,
        revision: flow.revision,
        input: flow.input,
        output: flow.output,
        config: flow.config,
        metadata: flow.metadata,
        traceparent: flow.traceparent,
        parent: flow.parent,
        heartbeatSeconds: flow.heartbeatSeconds,
        summary: flow.summary as unknown as JsonObject | null,
      },
      steps: inFlowOrder(steps).map((step) => stepDetail(step, byStep.get(step.id) ?? [])),
    };
  }
}

function stepDetail(step: StepEntity, observations: ObservationEntity[]): StepDetail {
  const start = step.startedAt ?? step.createdAt;
  const variants = Map.groupBy(observations, ({ name, version }) => `${version} ${name}`);
  return {
    id: step.id,
    name: step.name,
    version: step.version,
    iteration: step.iteration,
    position: step.position,
    parent: step.parent,
    status: step.status,
    reason: step.reason,
    config: step.config,
    metrics: step.metrics ?? {},
    createdAt: step.createdAt.toISOString(),
    startedAt: step.startedAt?.toISOString() ?? null,
    finishedAt: step.finishedAt?.toISOString() ?? null,
    durationMs: step.finishedAt ? step.finishedAt.getTime() - start.getTime() : null,
    observations: asCaptured(observations).map((observation) =>
      observationDetail(observation, variants.get(`${observation.version} ${observation.name}`) ?? [observation]),
    ),
  };
}

function observationDetail(observation: ObservationEntity, variants: ObservationEntity[]): ObservationDetail {
  const byHash = [...variants].sort((a, b) => Buffer.compare(a.digest, b.digest) || byText(a.id, b.id));
  return {
    id: observation.id,
    name: observation.name,
    version: observation.version,
    variant: { index: byHash.indexOf(observation) + 1, of: byHash.length },
    role: observation.role,
    queryable: observation.queryable,
    decision: observation.decision,
    declared: observation.declared,
    summary: observation.summary as unknown as JsonObject | null,
    summaryFailure: observation.summaryFailure,
    bytes: observation.bytes,
    storedBytes: observation.packBytes,
    records: observation.records,
    digest: observation.digest.toString('hex'),
  };
}
