import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../errors/problem.js';

/** A dictionary of byte sequences (RFC 9530, section 2, and RFC 8941). */
const member = /^([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*={0,2}):$/;

/** The bytes of a body as they came over the wire, before inflation, against the `Content-Digest` that came with them. */
export class ContentDigest {
  readonly #hash = createHash('sha256');

  private constructor(private readonly expected: Buffer) {}

  /** Absent without the header, and where it names only algorithms other than SHA-256. @throws Problem `malformed-request` */
  static of({ 'content-digest': header }: IncomingHttpHeaders): ContentDigest | undefined {
    if (header === undefined) return undefined;
    const members = [header]
      .flat()
      .join(',')
      .split(',')
      .map((text) => member.exec(text.trim()));
    const said = members.findLast((parts) => parts?.[1] === 'sha-256')?.[2];
    const expected = said === undefined ? undefined : Buffer.from(said, 'base64');
    if (members.includes(null) || (expected && expected.length !== 32)) {
      throw new Problem('malformed-request', 'Content-Digest takes sha-256=:…:, the digest in base64 (RFC 9530).');
    }
    return expected && new ContentDigest(expected);
  }

  add(chunk: Uint8Array): void {
    this.#hash.update(chunk);
  }

  /** Once all have come. @throws Problem `digest-mismatch` */
  verify(): void {
    if (this.#hash.digest().equals(this.expected)) return;
    throw new Problem(
      'digest-mismatch',
      'The body is not what its Content-Digest says: it was altered on the way. Send it again.',
    );
  }
}
