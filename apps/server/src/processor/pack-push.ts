import { readPush, type ReadObservation, type ReadPush, type ReadStep } from '../push/read-push.js';
import { pack, sha256, type Segment } from './pack.js';

export interface PackTask {
  body: Uint8Array;
  contentType: string;
  /** Hex SHA-256 that the body had when it was accepted. */
  digest: string;
}

/** What was said of an observation, with its data as a place in the pack. */
export interface PackedObservation extends Omit<ReadObservation, 'data'> {
  bytes: number;
  /** Hex SHA-256 of the data. */
  digest: string;
  segment: Segment;
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

export async function packPush({ body, contentType, digest }: PackTask): Promise<PackResult> {
  if (sha256(body) !== digest) return { ok: false, impossible: 'BodyChanged' };
  const read = readPush(body, Number.POSITIVE_INFINITY, contentType);
  if (!read.ok) return { ok: false, impossible: `Unreadable ${read.code}` };
  const { flow, steps } = read.push;
  const { bytes, segments } = await pack(steps.flatMap(({ observations }) => observations.map(({ data }) => data)));
  let next = 0;
  const packed = (observation: ReadObservation): PackedObservation => withPlace(observation, segments[next++]);
  return {
    ok: true,
    push: {
      flow,
      steps: steps.map((step) => ({ ...step, observations: step.observations.map(packed) })),
      pack: bytes,
    },
  };
}

function withPlace({ data, ...said }: ReadObservation, segment: Segment | undefined): PackedObservation {
  if (!segment) throw new Error('the pack lacks a segment');
  return { ...said, bytes: data.byteLength, digest: sha256(data), segment };
}
