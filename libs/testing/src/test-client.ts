import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { FlowDocument, PushAccepted } from '@flow-trail/contracts';

export interface SendOptions {
  key?: string;
  gzip?: boolean;
  headers?: Record<string, string>;
}

/** Talks to a running server as any HTTP client does. */
export class TestClient {
  readonly #access: Record<string, string>;

  constructor(
    readonly url: string,
    apiKey?: string,
  ) {
    this.#access = apiKey ? { authorization: `Bearer ${apiKey}` } : {};
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, { headers: { ...this.#access, ...headers }, redirect: 'manual' });
  }

  delete(path: string): Promise<Response> {
    return fetch(`${this.url}${path}`, { method: 'DELETE', headers: this.#access });
  }

  send(
    body: string | Uint8Array<ArrayBuffer>,
    { key = randomUUID(), gzip = false, headers = {} }: SendOptions = {},
  ): Promise<Response> {
    return fetch(`${this.url}/api/flows`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        ...this.#access,
        ...(gzip && { 'content-encoding': 'gzip' }),
        ...headers,
      },
      body: gzip ? new Uint8Array(gzipSync(body)) : body,
    });
  }

  /** Sends a push that must be accepted, and waits until its flow can be read. */
  async deliver(body: string | Uint8Array<ArrayBuffer>, options?: SendOptions): Promise<PushAccepted> {
    const response = await this.send(body, options);
    if (response.status !== 202) throw new Error(`expected 202, got ${response.status}: ${await response.text()}`);
    const accepted = (await response.json()) as PushAccepted;
    await this.readable(accepted.id);
    return accepted;
  }

  /** The flow's document, as soon as it is processed and `isAwaited` says so. */
  async readable(id: string, isAwaited: (document: FlowDocument) => boolean = () => true): Promise<FlowDocument> {
    const deadline = Date.now() + 50_000;
    for (;;) {
      const response = await this.get(`/api/flows/${id}`);
      if (response.ok) {
        const document = (await response.json()) as FlowDocument;
        if (isAwaited(document)) return document;
      }
      if (Date.now() > deadline)
        throw new Error(`flow ${id} was not readable in 50 s (last answer ${response.status})`);
      await sleep(20);
    }
  }

  /** The bytes of an observation's data, as JSON. */
  async data(flowId: string, observationId: string): Promise<Buffer> {
    const response = await this.get(`/api/flows/${flowId}/observations/${observationId}/data`);
    if (!response.ok) throw new Error(`expected data, got ${response.status}: ${await response.text()}`);
    return Buffer.from(await response.arrayBuffer());
  }
}
