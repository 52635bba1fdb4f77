import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/**
 * No answer is stored, sniffed, framed or followed by a referrer unless a handler says otherwise. The strict default policy suits
 * JSON; pages set their own.
 */
export async function setSecurityHeaders(fastify: FastifyInstance): Promise<void> {
  await fastify.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    crossOriginEmbedderPolicy: false,
    hsts: false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
  fastify.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
}
