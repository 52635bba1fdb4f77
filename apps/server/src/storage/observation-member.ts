import { createHash } from 'node:crypto';
import { Problem } from '../errors/problem.js';
import type { ObservationEntity } from './entities/observation.entity.js';
import type { ObjectStore } from './object-store/object-store.js';

/** The gzip member that holds an observation's data, verified. @throws Problem `object-corrupt` */
export async function loadMember(
  objects: ObjectStore,
  { id, packKey, packOffset, packBytes, packDigest }: ObservationEntity,
): Promise<Buffer> {
  const member = await objects.get(packKey, { offset: packOffset, length: packBytes });
  if (createHash('sha256').update(member).digest().equals(packDigest)) return member;
  throw new Problem('object-corrupt', `The stored data of observation ${id} does not match its digest.`);
}
