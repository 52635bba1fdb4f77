import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { Problem } from '../errors/problem.js';

/** Reads a JSON body as the bytes that were meant: inflated, never longer than `most`. */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  checkMediaType(request.headers['content-type']);
  const isGzip = readEncoding(request.headers) === 'gzip';
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge(most);
  return isGzip ? inflate(request, most) : gather(request, most);
}

function checkMediaType(contentType: string | undefined): void {
  if (/^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(contentType ?? '')) return;
  throw new Problem('unsupported-media-type', 'Send Content-Type: application/json, in UTF-8.', {
    headers: { 'accept-post': 'application/json' },
  });
}

function readEncoding(headers: IncomingHttpHeaders): 'identity' | 'gzip' {
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (coding === 'identity' || coding === 'gzip') return coding;
  throw new Problem('unsupported-encoding', 'Content-Encoding takes gzip or identity, one of them.', {
    headers: { 'accept-encoding': 'gzip, identity' },
  });
}

async function gather(stream: Readable, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // The stream is left alive when this throws: the filter takes the rest of it off the wire.
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > most) throw tooLarge(most);
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length);
}

async function inflate(request: IncomingMessage, most: number): Promise<Buffer> {
  const gunzip = request.pipe(createGunzip());
  const abort = (): Gunzip => gunzip.destroy(new Error('the client went away'));
  request.once('error', abort).once('aborted', abort);
  try {
    return await gather(gunzip, most);
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw new Problem('decompression-failed', 'The body is not a gzip stream, or ends too early.', { cause });
  } finally {
    request.unpipe(gunzip);
    gunzip.destroy();
  }
}

const tooLarge = (most: number): Problem =>
  new Problem('payload-too-large', `The body is more than ${most} bytes after inflation. Send it in several pushes.`);
