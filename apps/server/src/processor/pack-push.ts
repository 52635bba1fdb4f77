import { createHash } from 'node:crypto';
import type { DecisionDeclaration } from '@flow-trail/contracts';
import { encodeSegment } from '@flow-trail/decisions';
import type { DeclaredOfFlow } from '../decisions/declared.js';
import { readDecisions, type ObservationDecisions } from '../decisions/read-decisions.js';
import {
  PushReading,
  nullData,
  type Place,
  type ReadObservation,
  type ReadPush,
  type ReadStep,
} from '../push/read-push.js';
import type { BodyBytes } from './body-bytes.js';
import { Pack, sha256, type PlaceInPack } from './pack.js';

export interface PackTask {
  body: BodyBytes;
  contentType: string;
  /** Hex SHA-256 that the body had when it was accepted. */
  digest: string;
  declared: DeclaredOfFlow;
  /** Called between pieces that take some milliseconds each. */
  rest: () => Promise<void>;
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

/** Of a body, read between two rests: some milliseconds. */
const pieceBytes = 512 * 1024;

export async function packPush({ body, contentType, digest, declared, rest }: PackTask): Promise<PackResult> {
  const reading = new PushReading(Number.POSITIVE_INFINITY, contentType);
  if ((await readAll(body, reading, rest)) !== digest) return { ok: false, impossible: 'BodyChanged' };
  const read = reading.end();
  if (!read.ok) return { ok: false, impossible: `Unreadable ${read.code}` };
  const pack = new Pack();
  const steps: PackedStep[] = [];
  for (const step of read.push.steps) steps.push(await packStep(step, { body, declared, rest }, pack));
  return { ok: true, push: { flow: read.push.flow, steps, pack: pack.bytes() } };
}

/** Answers the hex SHA-256 of what was read. */
async function readAll(body: BodyBytes, reading: PushReading, rest: PackTask['rest']): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < body.length; at += pieceBytes) {
    const piece = await body.read(at, Math.min(at + pieceBytes, body.length));
    hash.update(piece);
    reading.add(piece, at + piece.byteLength === body.length);
    await rest();
  }
  return hash.digest('hex');
}

async function packStep(
  step: ReadStep<Place>,
  { body, declared, rest }: Pick<PackTask, 'body' | 'declared' | 'rest'>,
  pack: Pack,
): Promise<PackedStep> {
  const observations: PackedObservation[] = [];
  for (const { data: place, ...said } of step.observations) {
    const data = place ? await body.read(place.start, place.end) : nullData;
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
    await rest();
  }
  return { ...step, observations };
}
