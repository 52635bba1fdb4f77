import { createHash } from 'node:crypto';
import type { Json } from '@flow-trail/contracts';
import { canonicalDecision, sorted } from '../decisions/canonical.js';
import type { FlowEntity } from '../storage/entities/flow.entity.js';
import type { ObservationEntity } from '../storage/entities/observation.entity.js';
import type { StepEntity } from '../storage/entities/step.entity.js';
import { observationIdOf, stepIdOf } from '../storage/ids.js';
import { merge, rankOf, ranked, spreadMetadata, type Ranked } from './merge.js';
import type { PackedObservation, PackedStep } from './pack-push.js';
import type { ClaimedPush } from './push-claims.js';
import type { StoredPush } from './push-packer.js';
import { storable, storableSummary } from './storable.js';

/** The fields of a row that pushes say, without those that place it. */
export type FlowFields = Pick<
  FlowEntity,
  | 'name'
  | 'sentStatus'
  | 'reason'
  | 'input'
  | 'output'
  | 'config'
  | 'release'
  | 'environment'
  | 'traceparent'
  | 'parent'
  | 'heartbeatSeconds'
  | 'createdAt'
  | 'finishedAt'
>;
export type StepFields = Pick<
  StepEntity,
  | 'name'
  | 'version'
  | 'iteration'
  | 'position'
  | 'parent'
  | 'status'
  | 'reason'
  | 'config'
  | 'metrics'
  | 'createdAt'
  | 'startedAt'
  | 'finishedAt'
>;

/** What a push says of its flow. */
export function flowPart({ said: { flow }, claimed }: StoredPush): Ranked<FlowFields> {
  const fields: FlowFields = {
    name: storable(flow.name),
    sentStatus: flow.status ?? null,
    reason: storable(flow.reason ?? null),
    input: storable(flow.input ?? null),
    output: storable(flow.output ?? null),
    config: storable(flow.config ?? null),
    release: storable(flow.release ?? null),
    environment: storable(flow.environment ?? null),
    traceparent: flow.traceparent ?? null,
    parent: flow.parent ?? null,
    heartbeatSeconds: flow.heartbeatSeconds ?? null,
    createdAt: new Date(flow.createdAt),
    finishedAt: moment(flow.finishedAt),
  };
  return ranked(
    { ...fields, ...spreadMetadata(storable(flow.metadata ?? {})) },
    rankOf({ status: flow.status, finishedAt: flow.finishedAt ?? null }, claimed.digest),
  );
}

/** What a push says of its steps, by step id; a step named twice is united. */
export function stepParts({ said: { steps }, claimed }: StoredPush): Map<string, Ranked<StepFields>> {
  const parts = new Map<string, Ranked<StepFields>>();
  for (const step of steps) {
    const id = idOfStep(step, claimed);
    const part = ranked(
      stepFields(step),
      rankOf({ status: step.status, finishedAt: step.finishedAt ?? null }, claimed.digest),
    );
    const twin = parts.get(id);
    parts.set(id, twin ? merge(twin, part) : part);
  }
  return parts;
}

const stepFields = (step: PackedStep): StepFields => ({
  name: storable(step.name),
  version: step.version,
  iteration: step.iteration ?? 1,
  position: step.position,
  parent: step.parent ? { ...step.parent, name: storable(step.parent.name) } : null,
  status: step.status,
  reason: storable(step.reason ?? null),
  config: storable(step.config ?? null),
  metrics: storable(step.metrics ?? null),
  createdAt: new Date(step.createdAt),
  startedAt: moment(step.startedAt),
  finishedAt: moment(step.finishedAt),
});

const moment = (text: string | null | undefined): Date | null => (text ? new Date(text) : null);

const idOfStep = (step: PackedStep, { flowId, attempt }: ClaimedPush): string =>
  stepIdOf(flowId, attempt, { name: step.name, iteration: step.iteration ?? 1, version: step.version });

/** The rows of a push's observations; equal ones are one row, in the first place that it was given. */
export function observationRows({ said, claimed, packKey }: StoredPush): Map<string, ObservationRow> {
  const rows = new Map<string, ObservationRow>();
  if (packKey === null) return rows;
  for (const step of said.steps) {
    const stepId = idOfStep(step, claimed);
    for (const [ordinal, observation] of step.observations.entries()) {
      const row = { ...observationRow(observation, stepId, claimed), ...placesOf(observation, packKey), ordinal };
      if (!rows.has(row.id)) rows.set(row.id, row);
    }
  }
  return rows;
}

/** As PostgreSQL reads it out of JSON: digests are `bytea` in hex. */
export type ObservationRow = Omit<ObservationEntity, 'digest' | 'packDigest' | 'segmentDigest'> & {
  digest: string;
  packDigest: string;
  segmentDigest: string | null;
};

function observationRow(observation: PackedObservation, stepId: string, { projectId, flowId, attempt }: ClaimedPush) {
  const { name, version, bytes, digest, records } = observation;
  const declared = {
    role: observation.role ?? null,
    queryable: observation.queryable ?? null,
    decision: observation.decision ?? null,
  };
  const contentHash = createHash('sha256')
    .update(Buffer.from(digest, 'hex'))
    .update(JSON.stringify([declared.role, sorted(declared.queryable), canonicalDecision(declared.decision)]))
    .digest('hex');
  const { role, queryable, decision } = storable(declared as Json) as typeof declared;
  return {
    projectId,
    id: observationIdOf(stepId, name, version, contentHash),
    flowId,
    attempt,
    stepId,
    name: storable(name),
    version,
    role,
    queryable,
    decision,
    bytes,
    records: records ?? wrappedRecords(observation),
    digest: `\\x${digest}`,
    declared: storable(observation.declared as Json) as typeof observation.declared,
    summary: storableSummary(observation.decisions.summary),
    summaryFailure: storable(observation.decisions.failure),
  };
}

/** Of data that is an object, how many its declaration finds in it. */
const wrappedRecords = ({ decisions }: PackedObservation): number | null =>
  decisions.summary?.decision ? decisions.summary.records : null;

const placesOf = ({ place, segmentPlace }: PackedObservation, packKey: string) => ({
  packKey,
  packOffset: place.offset,
  packBytes: place.length,
  packDigest: `\\x${place.digest}`,
  segmentKey: segmentPlace && packKey,
  segmentOffset: segmentPlace && segmentPlace.offset,
  segmentBytes: segmentPlace && segmentPlace.length,
  segmentDigest: segmentPlace && `\\x${segmentPlace.digest}`,
});
