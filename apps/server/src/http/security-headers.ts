import { IncomingMessage, ServerResponse, type OutgoingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import helmet, { type HelmetOptions } from 'helmet';

/** The strict default policy suits JSON; pages set their own. */
const options: HelmetOptions = {
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  crossOriginEmbedderPolicy: false,
  strictTransportSecurity: false,
  referrerPolicy: { policy: 'no-referrer' },
  xFrameOptions: { action: 'deny' },
};

/** No answer is stored, sniffed, framed or followed by a referrer unless a handler says otherwise. */
export function setSecurityHeaders(fastify: FastifyInstance): void {
  const headers = { ...headersOf(options), 'cache-control': 'no-store' };
  fastify.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}

/** They are the same for each answer: building them anew made most of the garbage of a small request. */
function headersOf(of: HelmetOptions): OutgoingHttpHeaders {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet(of)(request, response, (error) => {
    if (error) throw new Error('The security headers cannot be built.', { cause: error });
  });
  return response.getHeaders();
}
