import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Settings } from '../settings.js';

export type Calls = { [name: string]: number };

/** Counts what a server asks of the place where its objects are. */
export interface ObjectCalls {
  /** What the server has to run with, to be counted. */
  environment: NodeJS.ProcessEnv;
  /** So far, by name. */
  soFar(): Promise<Calls>;
  close(): Promise<void>;
}

export const countObjectCalls = ({ isExternal, environment }: Settings): Promise<ObjectCalls> =>
  isExternal ? countRequests(new URL(environment['TEST_S3_ENDPOINT'] ?? '')) : countFileCalls();

async function countFileCalls(): Promise<ObjectCalls> {
  const folder = await mkdtemp(path.join(tmpdir(), 'flow-trail-calls-'));
  const preload = fileURLToPath(new URL('./count-file-calls.mjs', import.meta.url));
  return {
    environment: { NODE_OPTIONS: `--import=${preload}`, FILE_CALLS_FOLDER: folder },
    soFar: async () => {
      // Each thread writes its counts down ten times a second.
      await sleep(400);
      const threads = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
      return addUp(threads.map((text) => JSON.parse(text) as Calls));
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Passes every request on as it came: the signature covers the Host header. */
async function countRequests(endpoint: URL): Promise<ObjectCalls> {
  const calls: Calls = {};
  const proxy = createServer((asked, answer) => {
    const method = asked.method ?? '';
    calls[method] = (calls[method] ?? 0) + 1;
    const onward = request({
      host: endpoint.hostname,
      port: endpoint.port,
      path: asked.url,
      method,
      headers: asked.headers,
    });
    onward.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  return {
    environment: { TEST_S3_ENDPOINT: `http://127.0.0.1:${port}` },
    soFar: async () => ({ ...calls }),
    close: async () => void proxy.close(),
  };
}

function addUp(all: Calls[]): Calls {
  const sum: Calls = {};
  for (const calls of all) for (const [name, count] of Object.entries(calls)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}
