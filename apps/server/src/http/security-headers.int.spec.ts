import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmbeddedServer, type EmbeddedServer } from '../embedded-server.behaviour.js';

let server: EmbeddedServer;
beforeAll(async () => {
  server = await startEmbeddedServer();
}, 60_000);
afterAll(() => server.stop());

const strictPolicy = "default-src 'none';frame-ancestors 'none'";

describe('an answer', () => {
  it.each([
    ['of the API', '/api/flows', {}, 200, strictPolicy],
    ['that is a problem', '/api/flows?limit=0', {}, 400, strictPolicy],
    ['that there is no such route', '/api/nothing', {}, 404, strictPolicy],
    ['to a foreign host', '/api/flows', { host: 'evil.example' }, 403, strictPolicy],
    ['of the documentation', '/api/docs', {}, 200, expect.stringContaining("style-src 'self' 'unsafe-inline'")],
  ])('%s is not sniffed, framed, stored or followed by a referrer', async (_what, path, headers, status, policy) => {
    const answer = await get(path, headers);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(answer.headers).not.toHaveProperty('strict-transport-security');
    expect(answer.headers).not.toHaveProperty('x-powered-by');
  });
});

/** Not with `fetch`, which sets the Host header itself. */
async function get(path: string, headers: Record<string, string>): Promise<IncomingMessage> {
  const [answer] = (await once(request(new URL(path, server.url), { headers }).end(), 'response')) as [IncomingMessage];
  return answer.resume();
}
