import { authorizationOf } from '../../api/authorization';
import { type Answer, failed, failureOf, isGone, unreachable } from '../../api/failure';
import type { ByteCache } from './byte-cache';
import type { DataAddress, DataOrigin } from './messages';

export interface Loaded {
  origin: DataOrigin;
  storedBytes: number;
}

export interface LoadOptions {
  apiKey: string | null;
  signal: AbortSignal;
  onProgress: (received: number, of: number | null) => void;
  /** Takes the bytes as they come; those of the cache at once. */
  onBytes: (bytes: Uint8Array<ArrayBuffer>) => void;
}

/** Cache, then network, then cache. */
export class DataLoader {
  constructor(
    private readonly cache: ByteCache,
    private readonly fetch: typeof globalThis.fetch,
  ) {}

  async load(address: DataAddress, options: LoadOptions): Promise<Answer<Loaded>> {
    const key = `${address.flowId}/${address.observationId}`;
    const cached = await this.cache.get(key);
    if (cached) {
      options.onBytes(cached);
      return { status: 'ok', value: { origin: 'cache', storedBytes: cached.byteLength } };
    }
    const answer = await this.#fetch(address, options);
    if (answer.status === 'failed') {
      if (isGone(answer.failure)) await this.cache.drop(key);
      return answer;
    }
    void this.cache.put(key, answer.value);
    return { status: 'ok', value: { origin: 'server', storedBytes: answer.value.byteLength } };
  }

  forget(flowId: string): Promise<void> {
    return this.cache.drop(`${flowId}/`);
  }

  async #fetch(address: DataAddress, options: LoadOptions): Promise<Answer<Uint8Array<ArrayBuffer>>> {
    try {
      const response = await this.fetch(urlOf(address), {
        // A page's fetch would inflate Content-Encoding: gzip; this type keeps the bytes as they are stored.
        headers: { accept: 'application/gzip', ...authorizationOf(options.apiKey) },
        signal: options.signal,
      });
      if (!response.ok) return failed(await failureOf(response));
      return { status: 'ok', value: await readBytes(response, options) };
    } catch (cause) {
      return failed(unreachable(cause));
    }
  }
}

const urlOf = ({ flowId, attempt, observationId }: DataAddress): string =>
  `/api/flows/${encodeURIComponent(flowId)}/observations/${encodeURIComponent(observationId)}/data?attempt=${attempt}`;

async function readBytes(response: Response, { onProgress, onBytes }: LoadOptions): Promise<Uint8Array<ArrayBuffer>> {
  const length = Number(response.headers.get('content-length')) || null;
  const chunks: Uint8Array[] = [];
  let received = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    chunks.push(part.value);
    received += part.value.byteLength;
    onProgress(received, length);
    onBytes(part.value);
  }
  return joined(chunks, received);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
