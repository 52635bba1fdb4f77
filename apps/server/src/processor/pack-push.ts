import type { DecisionDeclaration } from '@flow-trail/contracts';
import { encodeSegment } from '@flow-trail/decisions';
import type { DeclaredOfFlow } from '../decisions/declared.js';
import { readDecisions, type ObservationDecisions } from '../decisions/read-decisions.js';
import { readPush, type ReadObservation, type ReadPush, type ReadStep } from '../push/read-push.js';
import { Pack, sha256, type PlaceInPack } from './pack.js';

export interface PackTask {
  body: Uint8Array;
  contentType: string;
  /** Hex SHA-256 that the body had when it was accepted. */
  digest: string;
  declared: DeclaredOfFlow;
}

/** What was said of an observation, with its data and decisions as places in the pack. */
export interface PackedObservation extends Omit<ReadObservation, 'data'> {
  bytes: number;
  /** Hex SHA-256 of the data. */
  digest: string;
  place: PlaceInPack;
  decisions: ObservationDecisions;
  segmentPlace: PlaceInPack | null;
  /** The later declaration that it was read by; null: by its own. */
  declared: DecisionDeclaration | null;
}

export interface PackedStep extends Omit<ReadStep, 'observations'> {
  observations: PackedObservation[];
}

/** A push as rows and an object are made of it. */
export interface PackedPush {
  flow: ReadPush['flow'];
  steps: PackedStep[];
  pack: Uint8Array;
}

/** `impossible`: trying again cannot help, for the same bytes will say the same. */
export type PackResult = { ok: true; push: PackedPush } | { ok: false; impossible: string };

export async function packPush({ body, contentType, digest, declared }: PackTask): Promise<PackResult> {
  if (sha256(body) !== digest) return { ok: false, impossible: 'BodyChanged' };
  const read = readPush(body, Number.POSITIVE_INFINITY, contentType);
  if (!read.ok) return { ok: false, impossible: `Unreadable ${read.code}` };
  const pack = new Pack();
  const steps: PackedStep[] = [];
  for (const step of read.push.steps) steps.push(await packStep(step, declared, pack));
  return { ok: true, push: { flow: read.push.flow, steps, pack: pack.bytes() } };
}

async function packStep(step: ReadStep, declared: DeclaredOfFlow, pack: Pack): Promise<PackedStep> {
  const observations: PackedObservation[] = [];
  for (const { data, ...said } of step.observations) {
    const own = said.decision ?? null;
    const decision = declared.effective(step.name, { name: said.name, decision: own });
    const decisions = readDecisions(data, { decision, queryable: said.queryable ?? null });
    observations.push({
      ...said,
      bytes: data.byteLength,
      digest: sha256(data),
      place: await pack.addCompressed(data),
      decisions,
      segmentPlace: decisions.segment && pack.add(encodeSegment(decisions.segment)),
      declared: decision === own ? null : decision,
    });
  }
  return { ...step, observations };
}
