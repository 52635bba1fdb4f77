import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { Problem } from '../errors/problem.js';
import { bodyTypes } from '../push/read-push.js';
import type { BodyShare } from './body-budget.js';

export type BodyType = (typeof bodyTypes)[keyof typeof bodyTypes];

export interface Body {
  bytes: Buffer;
  /** SHA-256. */
  digest: Buffer;
}

/** Reads a body as the bytes that were meant: inflated, never longer than `most`, within its share of memory. */
export async function readBody(request: IncomingMessage, most: number, share: BodyShare): Promise<Body> {
  const isGzip = readEncoding(request.headers) === 'gzip';
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > most) throw tooLarge(most);
  if (isGzip) return inflate(request, new Gathering(most, share, 0));
  share.take(announced);
  return gather(request, new Gathering(most, share, announced));
}

/** What the body is written in, of the types that a route takes. @throws Problem `unsupported-media-type` */
export function readMediaType(
  { 'content-type': header = '' }: IncomingHttpHeaders,
  types: readonly BodyType[],
): BodyType {
  const [, name = ''] = /^([^\s;]+)\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.exec(header.trim()) ?? [];
  const type = types.find((known) => known === name.toLowerCase());
  if (type) return type;
  throw new Problem('unsupported-media-type', `Send Content-Type: ${types.join(' or ')}, in UTF-8.`, {
    headers: { 'accept-post': types.join(', ') },
  });
}

function readEncoding(headers: IncomingHttpHeaders): 'identity' | 'gzip' {
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (coding === 'identity' || coding === 'gzip') return coding;
  throw new Problem('unsupported-encoding', 'Content-Encoding takes gzip or identity, one of them.', {
    headers: { 'accept-encoding': 'gzip, identity' },
  });
}

async function gather(stream: Readable, gathering: Gathering): Promise<Body> {
  // The stream is left alive when this throws: the filter takes the rest of it off the wire.
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) gathering.add(chunk);
  return gathering.end();
}

async function inflate(request: IncomingMessage, gathering: Gathering): Promise<Body> {
  const gunzip = request.pipe(createGunzip());
  const abort = (): Gunzip => gunzip.destroy(new Error('the client went away'));
  request.once('error', abort).once('aborted', abort);
  try {
    return await gather(gunzip, gathering);
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw new Problem('decompression-failed', 'The body is not a gzip stream, or ends too early.', { cause });
  } finally {
    request.unpipe(gunzip);
    gunzip.destroy();
  }
}

/** Puts chunks together and hashes them as they come: no long pause at the end of a large body. */
class Gathering {
  readonly #hash = createHash('sha256');
  /** Of the announced length, so that nothing is copied twice; absent when none was announced. */
  readonly #whole: Buffer | undefined;
  readonly #chunks: Buffer[] = [];
  #length = 0;

  constructor(
    private readonly most: number,
    private readonly share: BodyShare,
    private readonly announced: number,
  ) {
    if (announced > 0) this.#whole = Buffer.allocUnsafeSlow(announced);
  }

  add(chunk: Buffer): void {
    const beyond = Math.max(0, this.#length + chunk.length - Math.max(this.#length, this.announced));
    this.#length += chunk.length;
    if (this.#length > this.most) throw tooLarge(this.most);
    this.share.take(beyond);
    this.#hash.update(chunk);
    if (this.#whole) chunk.copy(this.#whole, this.#length - chunk.length);
    else this.#chunks.push(chunk);
  }

  end(): Body {
    const bytes = this.#whole?.subarray(0, this.#length) ?? Buffer.concat(this.#chunks, this.#length);
    return { bytes, digest: this.#hash.digest() };
  }
}

const tooLarge = (most: number): Problem =>
  new Problem('payload-too-large', `The body is more than ${most} bytes after inflation. Send it in several pushes.`);
