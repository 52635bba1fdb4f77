import { createHash } from 'node:crypto';
import { decodeSegment, type Segment, type TrailPart, type TrailStep } from '@flow-trail/decisions';
import { LRUCache } from 'lru-cache';
import { Injectable } from '@nestjs/common';
import type { ObservationEntity } from '../storage/entities/observation.entity.js';
import type { StepEntity } from '../storage/entities/step.entity.js';
import { ObjectNotFound, ObjectStore, ObjectTooShort, type ByteRange } from '../storage/object-store/object-store.js';

/** Segments change with their digest alone, and a flow that grows push by push asks for the same ones again. */
const cachedBytes = 32 * 1024 * 1024;

type SegmentPlace = Pick<ObservationEntity, 'segmentKey' | 'segmentOffset' | 'segmentBytes' | 'segmentDigest'>;
export type DecidedObservation = SegmentPlace &
  Pick<ObservationEntity, 'id' | 'name' | 'version' | 'role' | 'stepId' | 'summary' | 'decision' | 'declared'>;

/** Loads what a flow's trail is made of: the summary of each decision from its row, the segment from the object store. */
@Injectable()
export class TrailParts {
  readonly #segments = new LRUCache<string, Segment>({
    maxSize: cachedBytes,
    sizeCalculation: ({ hashes }) => 16 + hashes.length * 11,
  });

  constructor(private readonly objects: ObjectStore) {}

  /** Observations without decisions, or whose summary failed, have no part in it. */
  async load(
    observations: readonly DecidedObservation[],
    steps: ReadonlyMap<string, StepEntity>,
  ): Promise<TrailPart[]> {
    const parts = await Promise.all(observations.map((observation) => this.#part(observation, steps)));
    return parts.filter((part) => part !== undefined);
  }

  /** A segment that was just stored. */
  remember(key: string, offset: number, segment: Segment): void {
    this.#segments.set(nameOf(key, offset), segment);
  }

  async #part(observation: DecidedObservation, steps: ReadonlyMap<string, StepEntity>): Promise<TrailPart | undefined> {
    const step = steps.get(observation.stepId);
    const declaration = observation.declared ?? observation.decision;
    const summary = observation.summary?.decision;
    const segment = step && declaration && summary && (await this.#segment(observation));
    if (!segment) return undefined;
    const { id, name, version, role } = observation;
    return { id, name, version, role, step: referenceTo(step), declaration, summary, segment };
  }

  /** Nothing where it is lost or altered: it can be made anew from the data, and keeps no push waiting. */
  async #read(key: string, range: ByteRange, digest: Buffer): Promise<Buffer | undefined> {
    try {
      const bytes = await this.objects.get(key, range);
      return createHash('sha256').update(bytes).digest().equals(digest) ? bytes : undefined;
    } catch (error) {
      if (error instanceof ObjectNotFound || error instanceof ObjectTooShort) return undefined;
      throw error;
    }
  }

  async #segment({
    segmentKey,
    segmentOffset,
    segmentBytes,
    segmentDigest,
  }: SegmentPlace): Promise<Segment | undefined> {
    if (segmentKey === null || segmentOffset === null || segmentBytes === null || segmentDigest === null)
      return undefined;
    const known = this.#segments.get(nameOf(segmentKey, segmentOffset));
    if (known) return known;
    const bytes = await this.#read(segmentKey, { offset: segmentOffset, length: segmentBytes }, segmentDigest);
    if (!bytes) return undefined;
    const segment = decodeSegment(bytes);
    this.remember(segmentKey, segmentOffset, segment);
    return segment;
  }
}

const nameOf = (key: string, offset: number): string => `${key}/${offset}`;

export const referenceTo = ({ name, version, iteration }: StepEntity) => ({ name, version, iteration });

export const trailStep = (step: StepEntity): TrailStep => ({
  name: step.name,
  version: step.version,
  iteration: step.iteration,
  position: step.position,
  parent: step.parent,
  createdAt: step.createdAt.toISOString(),
  startedAt: step.startedAt?.toISOString() ?? null,
  finishedAt: step.finishedAt?.toISOString() ?? null,
  status: step.status,
});
