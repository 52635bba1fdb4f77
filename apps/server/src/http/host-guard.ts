import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../config/environment.js';
import { Problem } from '../errors/problem.js';

/**
 * Refuses requests that a foreign page can cause: a Host header that names another host (DNS rebinding), and a write with a foreign
 * Origin. Runs before anything of the request is read.
 */
export function guardHost(fastify: FastifyInstance, { allowedHosts, corsOrigins }: Config['http']): void {
  fastify.addHook('onRequest', async (request) => {
    if ((request.raw.headersDistinct.host?.length ?? 0) > 1) {
      throw new Problem('malformed-request', 'The request has several Host headers: send one.');
    }
    if (!allowedHosts.has(hostNameOf(request.headers.host))) {
      throw new Problem(
        'host-not-allowed',
        'This server does not answer to that host name. Use localhost, or name the host in FLOW_TRAIL_ALLOWED_HOSTS.',
      );
    }
    if (isWrite(request) && hasForeignOrigin(request, allowedHosts, corsOrigins)) {
      throw new Problem('origin-not-allowed', 'Pages of other sites may not write here.');
    }
  });
}

const isWrite = ({ method }: FastifyRequest): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method);

function hasForeignOrigin(
  { headers }: FastifyRequest,
  allowedHosts: ReadonlySet<string>,
  corsOrigins: ReadonlySet<string>,
): boolean {
  const { origin } = headers;
  if (origin === undefined || corsOrigins.has(origin)) return false;
  return !URL.canParse(origin) || !allowedHosts.has(new URL(origin).hostname);
}

const hostNameOf = (host = ''): string => host.toLowerCase().replace(/:\d*$/, '');
