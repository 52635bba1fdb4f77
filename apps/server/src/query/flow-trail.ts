import type { TrailPart, TrailStep } from '@flow-trail/decisions';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, Not, Repository } from 'typeorm';
import { TrailParts, trailStep } from '../decisions/trail-parts.js';
import { Problem } from '../errors/problem.js';
import { ObservationEntity } from '../storage/entities/observation.entity.js';
import { StepEntity } from '../storage/entities/step.entity.js';
import { Cache } from './cache.js';
import { FlowDocuments, type FlowPlace } from './flow-documents.js';
import { asCaptured, inFlowOrder } from './flow-order.js';
import { ObservationData, cacheKey } from './observation-data.js';

/** What a flow's trail is made of, as plain data that can be handed to a thread. */
export interface LoadedTrail {
  parts: TrailPart[];
  steps: TrailStep[];
  /** In the order of the flow. */
  observations: ObservationEntity[];
  /** With the attempt, names all this for ever. */
  revision: string;
}

/** Loads the decisions of a flow, and the data that they were read from. */
@Injectable()
export class FlowTrail {
  constructor(
    private readonly documents: FlowDocuments,
    private readonly trailParts: TrailParts,
    private readonly data: ObservationData,
    private readonly cache: Cache,
    @InjectRepository(StepEntity) private readonly steps: Repository<StepEntity>,
    @InjectRepository(ObservationEntity) private readonly observations: Repository<ObservationEntity>,
  ) {}

  async load(place: FlowPlace): Promise<LoadedTrail> {
    const { projectId, id, attempt, revision } = await this.documents.find(place);
    const of = { projectId, flowId: id, attempt };
    const [steps, observations] = await Promise.all([
      this.steps.findBy(of),
      this.observations.findBy({ ...of, segmentKey: Not(IsNull()) }),
    ]);
    const parts = await this.trailParts.load(observations, new Map(steps.map((step) => [step.id, step])));
    const inOrder = inFlowOrder(steps).flatMap((step) =>
      asCaptured(observations.filter(({ stepId }) => stepId === step.id)),
    );
    return { parts, steps: steps.map(trailStep), observations: inOrder, revision: `${attempt}/${revision}` };
  }

  /** An observation and those that came before it in the flow. */
  async upTo(
    place: FlowPlace,
    observationId: string,
  ): Promise<{ before: { from: string; observation: ObservationEntity }[]; target: ObservationEntity }> {
    const { projectId, id, attempt } = await this.documents.find(place);
    const of = { projectId, flowId: id, attempt };
    const [steps, observations] = await Promise.all([this.steps.findBy(of), this.observations.findBy(of)]);
    const inOrder = inFlowOrder(steps).flatMap((step) =>
      asCaptured(observations.filter(({ stepId }) => stepId === step.id)).map((observation) => ({
        from: `${step.name}/${observation.name}`,
        observation,
      })),
    );
    const at = inOrder.findIndex(({ observation }) => observation.id === observationId);
    const target = inOrder[at]?.observation;
    if (!target) throw new Problem('not-found', 'There is no such observation in this flow.');
    return { before: inOrder.slice(0, at), target };
  }

  /** The stored gzip members of some observations. */
  async members(observations: readonly ObservationEntity[]): Promise<Map<string, Buffer>> {
    const members = new Map<string, Buffer>();
    for (const observation of observations) {
      const { bytes } = await this.cache.get(cacheKey(observation), () => this.data.load(observation));
      members.set(observation.id, bytes);
    }
    return members;
  }
}
