import type { FlowEntity } from '../storage/entities/flow.entity.js';
import type { ObservationEntity } from '../storage/entities/observation.entity.js';
import type { StepEntity } from '../storage/entities/step.entity.js';
import {
  flowPart,
  observationRows,
  stepParts,
  type FlowFields,
  type ObservationRow,
  type StepFields,
} from './flow-parts.js';
import { gatherMetadata, merge, spreadMetadata, uniteTags, type Ranked } from './merge.js';
import type { StoredPush } from './push-packer.js';
import { storable } from './storable.js';
import { summarise } from './summary.js';

/** What PostgreSQL has of one attempt of a flow. */
export interface KnownFlow {
  flow: FlowEntity;
  steps: StepEntity[];
  /** Observations that decide. */
  decisions: ObservationEntity[];
}

/** A flow but for its summary, which is made of all its observations. */
export type UnitedFields = Omit<FlowEntity, 'summary' | 'summaryVersion' | 'funnel' | 'declaredRevision'>;

/** The rows that pushes of one attempt of a flow make of it. */
export interface UnitedFlow {
  flow: UnitedFields;
  /** All of them. */
  steps: StepEntity[];
  changedSteps: StepEntity[];
  observations: ObservationRow[];
  /** PostgreSQL has more observations than these: they must be counted there. */
  wasKnown: boolean;
}

/** Unites what is known with what one or more pushes say, whatever the order in which they come. Pure. */
export function uniteFlow(known: KnownFlow | undefined, pushes: [StoredPush, ...StoredPush[]]): UnitedFlow {
  const steps = uniteSteps(known?.steps ?? [], pushes);
  const observations = uniteObservations(pushes);
  const flow = uniteFields(known?.flow, pushes);
  const totals = {
    observationCount: observations.length,
    bytes: observations.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  return {
    flow: { ...flow, ...summarise(flow, steps.all), ...totals },
    steps: steps.all,
    changedSteps: steps.changed,
    observations,
    wasKnown: known !== undefined,
  };
}

function uniteFields(known: FlowEntity | undefined, pushes: [StoredPush, ...StoredPush[]]) {
  const [{ claimed }] = pushes;
  const parts = pushes.map(flowPart);
  const { fields, ranks } = (known ? [rankedFlow(known), ...parts] : parts).reduce(merge);
  const received = pushes.map((push) => push.claimed.receivedAt);
  const times = (known ? [known.receivedAt, known.lastPushAt, ...received] : received).map((time) => time.getTime());
  return {
    projectId: claimed.projectId,
    id: claimed.flowId,
    attempt: claimed.attempt,
    ...pickFlowFields(fields),
    metadata: gatherMetadata(fields),
    tags: pushes.reduce((tags, { said }) => uniteTags(tags, storable(said.flow.tags ?? [])), known?.tags ?? []),
    ranks,
    receivedAt: new Date(Math.min(...times)),
    lastPushAt: new Date(Math.max(...times)),
    revision: (known?.revision ?? 0) + pushes.length,
  };
}

function uniteSteps(known: StepEntity[], pushes: [StoredPush, ...StoredPush[]]) {
  const [{ claimed }] = pushes;
  const of = { projectId: claimed.projectId, flowId: claimed.flowId, attempt: claimed.attempt };
  const all = new Map(known.map((step) => [step.id, step]));
  const changed = new Map<string, StepEntity>();
  for (const push of pushes) {
    for (const [id, part] of stepParts(push)) {
      const twin = all.get(id);
      const { fields, ranks } = twin ? merge(rankedStep(twin), part) : part;
      const step = { ...of, id, ...fields, ranks };
      all.set(id, step);
      changed.set(id, step);
    }
  }
  return { changed: [...changed.values()], all: [...all.values()] };
}

/** Equal observations are one, in the least place that any push gave it. */
function uniteObservations(pushes: StoredPush[]): ObservationRow[] {
  const rows = new Map<string, ObservationRow>();
  for (const push of pushes) {
    for (const [id, row] of observationRows(push)) {
      const twin = rows.get(id);
      rows.set(id, twin ? { ...twin, ordinal: Math.min(twin.ordinal, row.ordinal) } : row);
    }
  }
  return [...rows.values()];
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
