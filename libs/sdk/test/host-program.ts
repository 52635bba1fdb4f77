import { execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import type { Push, PushBatch } from '@flow-trail/contracts';

const sdk = new URL('../dist/node.js', import.meta.url).href;

export interface Ending {
  stdout: string;
  stderr: string;
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Runs a module that has imported the built SDK, in a process of its own, against a server. */
export function startHost(source: string, endpoint: string): { child: ChildProcess; ended: Promise<Ending> } {
  const program = `import { counters, createFlow, currentFlow, flush, shutdown, wrap } from '${sdk}';\n${source}`;
  const options = { env: { FLOW_TRAIL_URL: endpoint }, timeout: 30_000, killSignal: 'SIGKILL' as const };
  let end = (_ending: Ending): void => undefined;
  const ended = new Promise<Ending>((resolve) => (end = resolve));
  const child = execFile(
    process.execPath,
    ['--expose-gc', '--input-type=module', '-e', program],
    options,
    (_error, stdout, stderr) => end({ stdout, stderr, code: child.exitCode, signal: child.signalCode }),
  );
  return { child, ended };
}

export const runHost = (source: string, endpoint: string): Promise<Ending> => startHost(source, endpoint).ended;

export type Behaviour = (request: IncomingMessage, response: ServerResponse, body: Buffer) => unknown;

/** A real server on the loopback interface. */
export class LocalServer {
  /** Bodies as they came, inflated. */
  readonly bodies: string[] = [];
  readonly #server: Server;

  constructor(behaviour: Behaviour) {
    this.#server = createServer(async (request, response) => {
      const bytes = await buffer(request).catch(() => Buffer.alloc(0));
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
      this.bodies.push(body.toString());
      await behaviour(request, response, body);
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  /** Names of the flows that came, alone or in batches. */
  get flowNames(): string[] {
    return this.bodies.flatMap((body) => {
      const { pushes } = JSON.parse(firstLine(body)) as Partial<PushBatch>;
      return pushes?.map(({ push }) => push.flow.name) ?? [flowOf(body).name];
    });
  }
}

/** What Flow Trail answers, alone or to a batch. */
export const acceptPush =
  (digestOf: (text: string) => string = sha256): Behaviour =>
  (request, response, body) => {
    const accepted = (text: string) => {
      const { id } = flowOf(text);
      return { id, url: `http://trail.test/flows/${id}`, digest: digestOf(text), warnings: [] };
    };
    const text = body.toString();
    const isBatch = request.url?.endsWith('/batch');
    response.writeHead(isBatch ? 200 : 202, { 'content-type': 'application/json' });
    if (!isBatch) return response.end(JSON.stringify(accepted(text)));
    const { pushes } = JSON.parse(text) as PushBatch;
    // Printed again an item is the same text, since JSON.stringify made it.
    const results = pushes.map(({ key, push }) => ({ key, status: 202, ...accepted(JSON.stringify(push)) }));
    return response.end(JSON.stringify({ results, warnings: [] }));
  };

/** The first line of NDJSON holds the flow too. */
const firstLine = (body: string) => body.split('\n', 1)[0] ?? '';
const flowOf = (body: string) => (JSON.parse(firstLine(body)) as Push).flow;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
