import { createHash } from 'node:crypto';
import type { Json } from '@flow-trail/contracts';
import type { ReadObservation, ReadPush, ReadStep } from '../push/read-push.js';
import type { FlowEntity } from '../storage/entities/flow.entity.js';
import type { ObservationEntity } from '../storage/entities/observation.entity.js';
import type { PushEntity } from '../storage/entities/push.entity.js';
import type { StepEntity } from '../storage/entities/step.entity.js';
import { observationIdOf, stepIdOf } from '../storage/ids.js';
import { merge, rankOf, ranked, spreadMetadata, type Ranked } from './merge.js';
import type { Pack } from './pack.js';
import { storable } from './storable.js';

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
export function flowPart({ flow }: ReadPush, digest: Buffer): Ranked<FlowFields> {
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
    rankOf({ status: flow.status, finishedAt: flow.finishedAt ?? null }, digest),
  );
}

/** What a push says of its steps, by step id; a step named twice is united. */
export function stepParts({ steps }: ReadPush, push: PushEntity): Map<string, Ranked<StepFields>> {
  const parts = new Map<string, Ranked<StepFields>>();
  for (const step of steps) {
    const id = idOfStep(step, push);
    const part = ranked(
      stepFields(step),
      rankOf({ status: step.status, finishedAt: step.finishedAt ?? null }, push.digest),
    );
    const twin = parts.get(id);
    parts.set(id, twin ? merge(twin, part) : part);
  }
  return parts;
}

const stepFields = (step: ReadStep): StepFields => ({
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

const idOfStep = (step: ReadStep, { flowId, attempt }: PushEntity): string =>
  stepIdOf(flowId, attempt, { name: step.name, iteration: step.iteration ?? 1, version: step.version });

/** The data of a push's observations, in the order in which they are packed. */
export const dataOf = ({ steps }: ReadPush): Uint8Array[] =>
  steps.flatMap(({ observations }) => observations.map(({ data }) => data));

/** The rows of a push's observations; equal ones are one row. */
export function observationRows({ steps }: ReadPush, push: PushEntity, packed: Pack, key: string): ObservationEntity[] {
  const rows = new Map<string, ObservationEntity>();
  let index = 0;
  for (const step of steps) {
    const stepId = idOfStep(step, push);
    for (const [ordinal, observation] of step.observations.entries()) {
      const row = { ...observationRow(observation, stepId, push), ...placeIn(packed, index++, key), ordinal };
      if (!rows.has(row.id)) rows.set(row.id, row);
    }
  }
  return [...rows.values()];
}

function observationRow(observation: ReadObservation, stepId: string, { projectId, flowId, attempt }: PushEntity) {
  const { name, version, data, records } = observation;
  const declared = {
    role: observation.role ?? null,
    queryable: observation.queryable ?? null,
    decision: observation.decision ?? null,
  };
  const digest = createHash('sha256').update(data).digest();
  const contentHash = createHash('sha256')
    .update(digest)
    .update(JSON.stringify(sorted(declared as Json)))
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
    bytes: data.byteLength,
    records,
    digest,
  };
}

function placeIn(packed: Pack, index: number, packKey: string) {
  const segment = packed.segments[index];
  if (!segment) throw new Error(`the pack has no segment ${index}`);
  return { packKey, packOffset: segment.offset, packBytes: segment.length, packDigest: segment.digest };
}

/** The same declaration hashes the same, in whatever order its keys came. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] ?? null)]),
  );
}
