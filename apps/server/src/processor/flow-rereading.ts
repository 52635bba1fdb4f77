import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { encodeSegment } from '@flow-trail/decisions';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { DeclaredOfFlow, findDeclared, placeOfFlow } from '../decisions/declared.js';
import { readDecisions, type ObservationDecisions } from '../decisions/read-decisions.js';
import { TrailParts } from '../decisions/trail-parts.js';
import { Problem } from '../errors/problem.js';
import { doom } from '../storage/doomed-objects.js';
import { CandidateEntity } from '../storage/entities/candidate.entity.js';
import { FlowEntity } from '../storage/entities/flow.entity.js';
import { ObservationEntity } from '../storage/entities/observation.entity.js';
import { StepEntity } from '../storage/entities/step.entity.js';
import { lockFlows } from '../storage/flow-lock.js';
import { ObjectNotFound, ObjectStore } from '../storage/object-store/object-store.js';
import { putVerified } from '../storage/object-store/put-verified.js';
import { loadMember } from '../storage/observation-member.js';
import { candidateRows, decideFlow } from './flow-summaries.js';
import { Pack, sha256 } from './pack.js';
import { insertRows, overwrite } from './rows.js';
import { storableSummary } from './storable.js';

const inflate = promisify(gunzip);

export type FlowKey = Pick<FlowEntity, 'projectId' | 'id' | 'attempt'>;

/** Reads the decisions of a flow again, by what is declared now. Its data is not touched. */
@Injectable()
export class FlowRereading {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly objects: ObjectStore,
    private readonly trailParts: TrailParts,
  ) {}

  /** A flow that changes meanwhile is left as it is, to be read again later. */
  async reread(key: FlowKey): Promise<void> {
    const { manager } = this.database;
    const flow = await manager.findOneBy(FlowEntity, key);
    if (!flow) return;
    const of = { projectId: key.projectId, flowId: key.id, attempt: key.attempt };
    const steps = await manager.findBy(StepEntity, of);
    const before = await manager.findBy(ObservationEntity, of);
    const place = { projectId: flow.projectId, name: flow.name };
    const declared = (await findDeclared(manager, [place])).get(placeOfFlow(place)) ?? new DeclaredOfFlow();
    const stepById = new Map(steps.map((step) => [step.id, step]));
    const observations = await this.#readAll(before, (observation) =>
      declared.effective(stepById.get(observation.stepId)?.name ?? '', observation),
    );
    const parts = await this.trailParts.load(observations, stepById);
    const decided = { ...flow, ...decideFlow(parts, steps), declaredRevision: declared.revision };
    await this.database.transaction((within) => write(within, { flow: decided, observations, before }));
  }

  async #readAll(
    before: ObservationEntity[],
    effective: (observation: ObservationEntity) => ObservationEntity['decision'],
  ): Promise<ObservationEntity[]> {
    const pack = new Pack();
    const read: ObservationEntity[] = [];
    for (const observation of before) {
      const decision = effective(observation);
      const decisions = await this.#read(observation, decision);
      const place = decisions.segment && pack.add(encodeSegment(decisions.segment));
      read.push({
        ...observation,
        records: observation.records ?? (decisions.summary?.decision ? decisions.summary.records : null),
        declared: decision === observation.decision ? null : decision,
        summary: storableSummary(decisions.summary),
        summaryFailure: decisions.failure,
        segmentKey: null,
        segmentOffset: place?.offset ?? null,
        segmentBytes: place?.length ?? null,
        segmentDigest: place ? Buffer.from(place.digest, 'hex') : null,
      });
    }
    return this.#store(pack.bytes(), read);
  }

  async #read(observation: ObservationEntity, decision: ObservationEntity['decision']): Promise<ObservationDecisions> {
    const declared = { decision, queryable: observation.queryable };
    if (!decision && !observation.queryable) return readDecisions(new Uint8Array(), declared);
    try {
      return readDecisions(await inflate(await loadMember(this.objects, observation)), declared);
    } catch (error) {
      // What is lost stays lost, and is said; what does not answer is tried again.
      if (error instanceof ObjectNotFound || error instanceof Problem) return noted(error);
      throw error;
    }
  }

  /** All segments in one object, named by the flow: they belong to no single push. */
  async #store(bytes: Uint8Array, observations: ObservationEntity[]): Promise<ObservationEntity[]> {
    const [first] = observations;
    if (!first || bytes.byteLength === 0) return observations;
    const key = `segments/${first.projectId}/${first.flowId}/${sha256(bytes)}`;
    await putVerified(this.objects, key, bytes);
    return observations.map((observation) => ({
      ...observation,
      segmentKey: observation.segmentOffset === null ? null : key,
    }));
  }
}

const noted = (error: Error): ObservationDecisions => ({ summary: null, segment: null, failure: error.message });

interface Rereading {
  flow: FlowEntity;
  observations: ObservationEntity[];
  before: ObservationEntity[];
}

async function write(manager: EntityManager, { flow, observations, before }: Rereading): Promise<void> {
  const { projectId, id, attempt } = flow;
  await lockFlows(manager, [{ projectId, flowId: id }]);
  const raised = await manager.update(
    FlowEntity,
    { projectId, id, attempt, revision: flow.revision },
    {
      summary: flow.summary as object,
      summaryVersion: flow.summaryVersion,
      funnel: flow.funnel,
      declaredRevision: flow.declaredRevision,
      revision: flow.revision + 1,
    },
  );
  if (raised.affected !== 1) return;
  await insertRows(manager, ObservationEntity, observations.map(withHexDigests), overwrite);
  await manager.delete(CandidateEntity, { projectId, flowId: id, attempt });
  await insertRows(manager, CandidateEntity, candidateRows(flow), overwrite);
  const kept = new Set(observations.map(({ segmentKey }) => segmentKey));
  const old = before
    .map(({ segmentKey }) => segmentKey)
    .filter((key) => key?.startsWith('segments/') && !kept.has(key));
  await doom(manager, old as string[]);
  await manager.query(
    `insert into event (project_id, kind, flow_id, attempt, revision) values ($1, 'flow.ready', $2, $3, $4)`,
    [projectId, id, attempt, flow.revision + 1],
  );
}

/** As PostgreSQL reads `bytea` out of JSON. */
const withHexDigests = (observation: ObservationEntity): object => ({
  ...observation,
  digest: hex(observation.digest),
  packDigest: hex(observation.packDigest),
  segmentDigest: observation.segmentDigest && hex(observation.segmentDigest),
});

const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`;
