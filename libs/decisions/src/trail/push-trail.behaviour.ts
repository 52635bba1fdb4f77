import type { Push, PushedObservation, PushedStep } from '@flow-trail/contracts';
import type { CandidateReference, Finding, Segment, TrailPart, TrailStep, WhyAnswer } from '../index.js';
import {
  decodeSegment,
  encodeSegment,
  findInText,
  observationsWith,
  segmentOf,
  summariseText,
  Trail,
  why,
} from '../index.js';

/** A flow as the processor keeps it: the trail made of summaries and segments, and the data beside it. */
export interface PushTrail {
  trail: Trail;
  parts: TrailPart[];
  steps: TrailStep[];
  /** As the API answers: the data is read only where the candidate was seen. */
  explain(candidate: CandidateReference): WhyAnswer;
}

/** All pushes of one flow. */
export function trailOfPushes(pushes: readonly Push[]): PushTrail {
  const sent = pushes.flatMap(({ steps }) => steps);
  const texts = new Map<string, string>();
  const parts = sent.flatMap((step) =>
    step.observations.map((observation) => {
      const part = partOf(step, observation);
      texts.set(part.id, JSON.stringify(observation.data));
      return part;
    }),
  );
  const steps = sent.map(stepOf);
  const trail = new Trail(parts, steps);
  const explain = (candidate: CandidateReference): WhyAnswer => {
    const held = observationsWith(trail, candidate);
    return why(trail, candidate, new Map(held.map((id) => [id, findingsIn(parts, texts, id, candidate.key)])));
  };
  return { trail, parts, steps, explain };
}

function findingsIn(parts: TrailPart[], texts: Map<string, string>, id: string, key: string): Finding[] {
  const declaration = parts.find((part) => part.id === id)!.declaration;
  return findInText(texts.get(id)!, declaration, key);
}

function partOf({ name: step, version, iteration = 1 }: PushedStep, observation: PushedObservation): TrailPart {
  const { name, data, role = null } = observation;
  const declaration = observation.decision!;
  const { summary, columns } = summariseText(JSON.stringify(data), { decision: declaration });
  const segment: Segment = decodeSegment(encodeSegment(segmentOf(columns!)));
  const id = [step, iteration, version, name].join('/');
  return {
    id,
    step: { name: step, version, iteration },
    name,
    version: observation.version,
    role,
    declaration,
    summary: summary.decision!,
    segment,
  };
}

const stepOf = ({
  name,
  version,
  iteration = 1,
  position,
  parent = null,
  status,
  ...times
}: PushedStep): TrailStep => ({
  name,
  version,
  iteration,
  position,
  parent,
  createdAt: times.createdAt,
  startedAt: times.startedAt,
  finishedAt: times.finishedAt,
  status,
});
