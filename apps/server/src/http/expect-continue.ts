import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** Requests whose client waits for a word before it sends the body (RFC 9110, section 10.1.1). */
const waiting = new WeakMap<IncomingMessage, ServerResponse>();

/** Lets whoever reads a body ask for it, instead of Node for all: who is refused is not asked. */
export function leaveBodiesUnasked(fastify: FastifyInstance): void {
  fastify.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    waiting.set(request, response);
    fastify.server.emit('request', request, response);
  });
  fastify.addHook('onSend', ({ raw }, reply, payload, done) => {
    // Nobody can tell whether the body comes after all: what follows on this connection has no meaning.
    if (waiting.has(raw)) reply.header('connection', 'close');
    done(null, payload);
  });
}

/** Comes before the body is read. */
export function askForBody(request: IncomingMessage): void {
  waiting.get(request)?.writeContinue();
  waiting.delete(request);
}
