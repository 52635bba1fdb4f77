import { FlowTrailError } from '../flow-trail-error.js';
import { hex } from '../uuid.js';
import type { SendingHost, Sha256Hash } from './sending-host.js';

/** Browsers, and whatever else has no `node:` modules. */
export const sendingHost: SendingHost = {
  // Looked up at each call, so that what the host patches later (tracing) is honoured.
  fetch: (input, init) => globalThis.fetch(input, init),
  newSha256,
  utf8Bytes,
  stayAlive: () => () => undefined,
  onExit: () => () => undefined,
};

const scratch = new Uint8Array(64 * 1024);
// Three bytes are the most that a UTF-16 unit takes.
const slice = Math.floor(scratch.length / 3);

function utf8Bytes(text: string): number {
  const encoder = new TextEncoder();
  let bytes = 0;
  for (let at = 0; at < text.length; at += slice)
    bytes += encoder.encodeInto(text.slice(at, at + slice), scratch).written;
  return bytes;
}

/** Web Crypto digests only what it gets at once. */
function newSha256(): Sha256Hash {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  return {
    update: (bytes) => void parts.push(bytes),
    hex: async () => {
      const whole = await new Blob(parts).arrayBuffer();
      return hex(new Uint8Array(await subtle().digest('SHA-256', whole)));
    },
  };
}

function subtle(): typeof globalThis.crypto.subtle {
  // Browsers hide it from pages that are not served over HTTPS or from localhost.
  const { subtle } = globalThis.crypto as Partial<typeof globalThis.crypto>;
  if (subtle) return subtle;
  const message = 'The flow was not sent: crypto.subtle is missing here. In a browser, serve the page over HTTPS.';
  throw new FlowTrailError(message, { code: 'not-prepared', retryable: false });
}
