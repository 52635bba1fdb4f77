import type { Push } from './transport.js';

const smallestCompressed = 1024;

export function canCompress(): boolean {
  return typeof CompressionStream !== 'undefined';
}

/** Runtimes without CompressionStream, and small bodies, send it as it is. */
export async function compress(
  bytes: Uint8Array<ArrayBuffer>,
  gzip: boolean,
): Promise<Pick<Push, 'body' | 'encoding'>> {
  if (!gzip || bytes.length <= smallestCompressed || !canCompress()) return { body: bytes, encoding: 'identity' };
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return { body: await collect(stream), encoding: 'gzip' };
}

export async function collect(stream: ReadableStream): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  await stream.pipeTo(new WritableStream({ write: (part: Uint8Array<ArrayBuffer>) => void parts.push(part) }));
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
