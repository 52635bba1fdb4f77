import { FlowTrailError } from '../flow-trail-error.js';
import { hex, uuidV4 } from '../uuid.js';
import type { Push } from './transport.js';

const smallestCompressed = 1024;

/** Digests and compresses a body and makes its key, once for all tries. */
export async function preparePush(text: string, { flowId, gzip }: { flowId: string; gzip: boolean }): Promise<Push> {
  const bytes = new TextEncoder().encode(text);
  const digest = await sha256(bytes);
  // Runtimes without CompressionStream send it as it is.
  const isCompressed = gzip && bytes.length > smallestCompressed && typeof CompressionStream !== 'undefined';
  const body = isCompressed ? await gzipped(bytes) : bytes;
  return { flowId, idempotencyKey: uuidV4(), body, encoding: isCompressed ? 'gzip' : 'identity', digest };
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // Browsers hide it from pages that are not served over HTTPS or from localhost.
  const { subtle } = globalThis.crypto as Partial<typeof globalThis.crypto>;
  if (!subtle) {
    const message = 'The flow was not sent: crypto.subtle is missing here. In a browser, serve the page over HTTPS.';
    throw new FlowTrailError(message, { code: 'not-prepared', retryable: false });
  }
  return hex(new Uint8Array(await subtle.digest('SHA-256', bytes)));
}

async function gzipped(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
