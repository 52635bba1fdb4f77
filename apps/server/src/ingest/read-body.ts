import { createHash, hash, type Hash } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { createGunzip, type Gunzip } from 'node:zlib';
import { Problem } from '../errors/problem.js';
import { askForBody } from '../http/expect-continue.js';
import { bodyTypes } from '../push/read-push.js';
import type { BodyShare } from './body-budget.js';
import { ContentDigest } from './content-digest.js';
import { LargeBody, tooLarge } from './large-body.js';

/** Each piece of an inflated body goes to Node's pool and back: as large as pieces come from the wire. */
const inflatedBytes = 64 * 1024;

export type BodyType = (typeof bodyTypes)[keyof typeof bodyTypes];

export interface Body {
  bytes: Buffer;
  /** SHA-256. */
  digest: Buffer;
}

/** Reads a body as the bytes that were meant: inflated, never longer than `most`, within its share of memory. */
export async function readBody(request: IncomingMessage, most: number, share: BodyShare): Promise<Body> {
  const announced = announcedLength(request, most);
  if (announced > 0) return readAnnounced(request, announced, share);
  const gathering = new Gathering(most, share);
  for await (const chunk of chunksOf(request)) gathering.add(chunk);
  return gathering.end();
}

/** As `readBody`; but of a body with more than `mostWhole` bytes nothing is gathered. */
export async function openBody(
  request: IncomingMessage,
  most: number,
  mostWhole: number,
  share: BodyShare,
): Promise<Body | LargeBody> {
  const announced = announcedLength(request, most);
  if (announced > mostWhole) return new LargeBody([], chunksOf(request), most, share);
  if (announced > 0) return readAnnounced(request, announced, share);
  const gathering = new Gathering(most, share);
  const chunks = chunksOf(request);
  try {
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
      gathering.add(next.value);
      if (gathering.length > mostWhole) return new LargeBody(gathering.chunks, chunks, most, share);
    }
    return gathering.end();
  } catch (error) {
    await chunks.return(undefined);
    throw error;
  }
}

/** A body that cannot become too long needs no iterator that may stop it, which took 6 % of what accepting a small push allocates. */
async function readAnnounced(request: IncomingMessage, length: number, share: BodyShare): Promise<Body> {
  share.take(length);
  const digest = ContentDigest.of(request.headers);
  const body = new Filling(length);
  askForBody(request);
  await new Promise<void>((resolve, reject) => {
    request
      .on('data', (chunk: Buffer) => {
        digest?.add(chunk);
        body.add(chunk);
      })
      .once('end', resolve)
      .once('error', reject);
  });
  digest?.verify();
  return body.end();
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

/** Of the decoded body; 0 when nobody said. */
function announcedLength({ headers }: IncomingMessage, most: number): number {
  const isGzip = readEncoding(headers) === 'gzip';
  const announced = Number(headers['content-length'] ?? 0);
  if (announced > most) throw tooLarge(most);
  return isGzip ? 0 : announced;
}

/** The stream is left alive when nobody wants more: the filter takes the rest of it off the wire. */
function chunksOf(request: IncomingMessage): AsyncGenerator<Buffer> {
  const isGzip = readEncoding(request.headers) === 'gzip';
  const digest = ContentDigest.of(request.headers);
  askForBody(request);
  return isGzip ? inflate(request, digest) : unchanged(request, digest);
}

async function* unchanged(request: IncomingMessage, digest: ContentDigest | undefined): AsyncGenerator<Buffer> {
  for await (const chunk of received(request)) {
    digest?.add(chunk);
    yield chunk;
  }
  digest?.verify();
}

async function* inflate(request: IncomingMessage, digest: ContentDigest | undefined): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: inflatedBytes });
  const abort = (): Gunzip => gunzip.destroy(new Error('the client went away'));
  const add = (chunk: Buffer): void => digest?.add(chunk);
  request.once('error', abort).once('aborted', abort).on('data', add).pipe(gunzip);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
    digest?.verify();
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    request.unpipe(gunzip).off('data', add);
    // What was altered on the way can be sent again; what was sent like this cannot.
    if (digest && !request.destroyed) for await (const chunk of received(request)) digest.add(chunk);
    if (request.complete) digest?.verify();
    throw new Problem('decompression-failed', 'The body is not a gzip stream, or ends too early.', { cause });
  } finally {
    request.unpipe(gunzip).off('data', add);
    gunzip.destroy();
  }
}

const received = (request: IncomingMessage): AsyncIterable<Buffer> =>
  request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;

/** A body of known length: the one piece that it came in, or memory that its pieces are copied to. */
class Filling {
  #hash: Hash | undefined;
  #whole: Buffer = Buffer.alloc(0);
  #filled = 0;

  constructor(private readonly length: number) {}

  add(chunk: Buffer): void {
    if (chunk.length === this.length) {
      this.#whole = chunk;
      return;
    }
    if (this.#filled === 0) this.#whole = Buffer.allocUnsafeSlow(this.length);
    this.#hash ??= createHash('sha256');
    this.#hash.update(chunk);
    this.#filled += chunk.copy(this.#whole, this.#filled);
  }

  end(): Body {
    return { bytes: this.#whole, digest: this.#hash?.digest() ?? hash('sha256', this.#whole, 'buffer') };
  }
}

/** Puts chunks together and hashes them as they come: no long pause at the end of a large body. */
class Gathering {
  readonly #hash = createHash('sha256');
  readonly chunks: Buffer[] = [];
  #length = 0;

  constructor(
    private readonly most: number,
    private readonly share: BodyShare,
  ) {}

  get length(): number {
    return this.#length;
  }

  add(chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > this.most) throw tooLarge(this.most);
    this.share.take(chunk.length);
    this.#hash.update(chunk);
    this.chunks.push(chunk);
  }

  end(): Body {
    return { bytes: Buffer.concat(this.chunks, this.#length), digest: this.#hash.digest() };
  }
}
