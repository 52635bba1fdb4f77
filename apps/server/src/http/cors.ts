import type { FastifyInstance } from 'fastify';

/** What pages of other origins may do: send flows. They read nothing. */
const openPaths = new Set(['/api/flows', '/api/flows/batch']);

/** Lets pages of these origins, and of no others, send flows with a key in the header; cookies play no part. */
export function allowOrigins(fastify: FastifyInstance, origins: ReadonlySet<string>): void {
  if (origins.size === 0) return;
  fastify.addHook('onRequest', async ({ url, method, headers }, reply) => {
    if (!openPaths.has(url.replace(/\?.*$/, ''))) return;
    reply.header('vary', 'Origin');
    const { origin } = headers;
    if (origin === undefined || !origins.has(origin)) return;
    const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] === 'POST';
    if (!isPreflight && method !== 'POST') return;
    reply.header('access-control-allow-origin', origin);
    if (!isPreflight) {
      reply.header('access-control-expose-headers', 'idempotent-replayed, location, retry-after, x-request-id');
      return;
    }
    await reply
      .status(204)
      .headers({
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers':
          'authorization, content-type, content-digest, content-encoding, idempotency-key',
        'access-control-max-age': '600',
      })
      .send();
  });
}
