import type { FastifyInstance } from 'fastify';

const sweepMilliseconds = 200;

/** Once the server stops, each answer is the last of its connection: clients that keep theirs open must not hold up the end. */
export function endConnections(fastify: FastifyInstance): void {
  let isStopping = false;
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (isStopping) reply.header('connection', 'close');
    done(null, payload);
  });
  fastify.addHook('preClose', async () => {
    isStopping = true;
    // Answers whose head was sent before could not say so.
    const sweep = setInterval(() => fastify.server.closeIdleConnections(), sweepMilliseconds);
    fastify.server.once('close', () => clearInterval(sweep));
  });
}
