import { hash } from 'node:crypto';
import { gzipMember } from './gzip-member.js';

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
    return this.add(await gzipMember(part));
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

/** The hash of the content stands in the key: a second worker writes the same object or another, never over a stored one. */
export const packKey = (projectId: string, pushId: string, bytes: Uint8Array): string =>
  `packs/${projectId}/${pushId}/${sha256(bytes)}`;

export const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');
