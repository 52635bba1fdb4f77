import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { Readable } from 'node:stream';
import type { Fetch } from '../platform.js';

/**
 * As much of `fetch` as is used here: a body of bytes, no redirects followed. Its connections do not keep the process alive, which the
 * global `fetch` has no way to ask for: a server that never answers would hold up the host's exit.
 */
export const fetchOverNodeHttp: Fetch = (input, init = {}) =>
  new Promise((resolve, reject) => {
    const url = new URL(String(input));
    const body = init.body as Uint8Array;
    const headers = { ...(init.headers as Record<string, string>), 'content-length': body.byteLength };
    const { method = 'GET', signal } = init;
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    const sent = request(url, { method, headers, signal: signal ?? undefined }, (answer) =>
      resolve(asResponse(answer)),
    );
    sent.on('socket', (socket) => socket.unref());
    sent.on('error', reject);
    sent.end(body);
  });

/** As much of a `Response` as is used here: to load what makes real ones holds up the host for tens of milliseconds, once. */
function asResponse(answer: IncomingMessage): Response {
  const { statusCode: status = 0, headers } = answer;
  // A reset connection must not end the process as an unhandled error; whoever reads the body sees it.
  answer.on('error', () => undefined);
  const response = {
    status,
    ok: status >= 200 && status < 300,
    type: 'default',
    headers: { get: (name: string) => headers[name]?.toString() ?? null },
    body: Readable.toWeb(answer),
  };
  return response as unknown as Response;
}
