import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';

const gzipInPool = promisify(gzip);

/** Measured on 20 runs of the demo: a third of the time of the default level for a third more bytes (docs/adr/0008). */
const gzipLevel = 1;
/** Below this, going to the thread pool and back takes longer than compressing. */
const poolBytes = 64 * 1024;

/** A place in a pack: a gzip member of its own for each observation, and its decisions. */
export interface PlaceInPack {
  offset: number;
  length: number;
  /** Hex SHA-256 of what lies there. */
  digest: string;
}

/** All that a push leaves in the object store, laid end to end in one object. */
export class Pack {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** As a gzip member, which stays as it is until a browser inflates it. */
  async addCompressed(part: Uint8Array): Promise<PlaceInPack> {
    return this.add(await compress(part));
  }

  add(part: Uint8Array): PlaceInPack {
    const place = { offset: this.#length, length: part.byteLength, digest: sha256(part) };
    this.#parts.push(part);
    this.#length += part.byteLength;
    return place;
  }

  bytes(): Uint8Array {
    const [only, ...others] = this.#parts;
    return only && others.length === 0 ? only : Buffer.concat(this.#parts, this.#length);
  }
}

const compress = async (part: Uint8Array): Promise<Buffer> =>
  part.byteLength < poolBytes ? gzipSync(part, { level: gzipLevel }) : gzipInPool(part, { level: gzipLevel });

/** The hash of the content stands in the key: a second worker writes the same object or another, never over a stored one. */
export const packKey = (projectId: string, pushId: string, bytes: Uint8Array): string =>
  `packs/${projectId}/${pushId}/${sha256(bytes)}`;

export const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');
