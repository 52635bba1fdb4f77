import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../config/environment.js';
import { defaultProjectId, projectIdOf } from '../storage/ids.js';
import { Authenticator } from './authenticator.js';
import { authorize, isPublic } from './authorize.js';
import type { Caller } from './caller.js';
import { RateLimit } from './rate-limit.js';

/** Tells who makes each request before anything of its body is read: key, scope, rate. A route that is not public by name needs a key. */
export function guardAccess(app: NestFastifyApplication, { access }: Config): void {
  const identify = access.keys.length > 0 ? byKey(new Authenticator(access.keys), app.get(RateLimit)) : asDefault;
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRequest', async (request) => {
    const route = request.routeOptions.url;
    if (route === undefined || isPublic(route)) return;
    request.caller = await identify(request, route);
  });
}

type Identify = (request: FastifyRequest, route: string) => Promise<Caller>;

const asDefault: Identify = async () => ({ projectId: defaultProjectId });

const byKey =
  (authenticator: Authenticator, rates: RateLimit): Identify =>
  async ({ raw, method, headers }, route) => {
    const key = authenticator.authenticate(raw);
    authorize(key, method, route);
    const keyId = key.digest.toString('hex', 0, 8);
    await rates.charge(keyId, headers);
    return { projectId: projectIdOf(key.project), keyId };
  };
