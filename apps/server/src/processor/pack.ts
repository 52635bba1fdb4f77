import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';

const gzipInPool = promisify(gzip);

/** Measured on 20 runs of the demo: a third of the time of the default level for a third more bytes (docs/adr/0008). */
const gzipLevel = 1;
/** Below this, going to the thread pool and back takes longer than compressing. */
const poolBytes = 64 * 1024;

/** One observation's place in a pack: a gzip member of its own. */
export interface Segment {
  offset: number;
  length: number;
  /** Hex SHA-256 of the gzip member. */
  digest: string;
}

/** All observations of a push in one object, gzip members laid end to end. */
export interface Pack {
  bytes: Uint8Array;
  segments: Segment[];
}

export async function pack(parts: Uint8Array[]): Promise<Pack> {
  const members: Buffer[] = [];
  const segments: Segment[] = [];
  let offset = 0;
  for (const part of parts) {
    const member = await compress(part);
    members.push(member);
    segments.push({ offset, length: member.length, digest: sha256(member) });
    offset += member.length;
  }
  return { bytes: members.length === 1 && members[0] ? members[0] : Buffer.concat(members, offset), segments };
}

const compress = async (part: Uint8Array): Promise<Buffer> =>
  part.byteLength < poolBytes ? gzipSync(part, { level: gzipLevel }) : gzipInPool(part, { level: gzipLevel });

/** The hash of the content stands in the key: a second worker writes the same object or another, never over a stored one. */
export const packKey = (projectId: string, pushId: string, bytes: Uint8Array): string =>
  `packs/${projectId}/${pushId}/${sha256(bytes)}`;

export const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');
