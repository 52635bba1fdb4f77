import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** What answers at the other end of the SDK. */
export const sinkKinds = [
  'is alive',
  'is dead',
  'hangs',
  'answers 302',
  'answers 500',
  'answers HTML',
  'answers a wrong digest',
] as const;
export type SinkKind = (typeof sinkKinds)[number];

export interface Sink {
  url: string;
  stop(): Promise<void>;
}

type Answer = (response: ServerResponse, text: string) => unknown;

const inflate = promisify(gunzip);

/** A server on loopback that takes whatever is sent, and answers as Flow Trail would, or as told. */
export async function startSink(kind: SinkKind = 'is alive'): Promise<Sink> {
  const server = createServer((request, response) => void answer(kind, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  if (kind === 'is dead') await stop();
  return { url, stop: kind === 'is dead' ? () => Promise.resolve() : stop };
}

async function answer(kind: SinkKind, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const bytes = await buffer(request).catch(() => Buffer.alloc(0));
  if (!request.url?.startsWith('/api/flows')) return void response.writeHead(200).end('{}');
  const body = request.headers['content-encoding'] === 'gzip' ? await inflate(bytes) : bytes;
  answers[kind](response, body.toString());
}

const answers: Record<SinkKind, Answer> = {
  'is alive': (response, text) => accept(response, text, sha256(text)),
  'is dead': () => undefined,
  hangs: () => undefined,
  'answers 302': (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/login' }).end(),
  'answers 500': (response) => response.writeHead(500).end('oops'),
  'answers HTML': (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'),
  'answers a wrong digest': (response, text) => accept(response, text, '0'.repeat(64)),
};

/** A batch is answered as by a server that knows none: each push then comes alone. */
function accept(response: ServerResponse, text: string, digest: string): void {
  const { flow } = JSON.parse(text.split('\n', 1)[0] ?? '') as { flow?: { id: string } };
  if (!flow) return void response.writeHead(404).end('{}');
  response.writeHead(202, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ id: flow.id, url: `http://127.0.0.1/flows/${flow.id}`, digest, warnings: [] }));
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
