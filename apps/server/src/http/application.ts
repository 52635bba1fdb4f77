import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import fastifyStatic from '@fastify/static';
import { ValidationPipe, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ValidationError } from 'class-validator';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/environment.js';
import { loggerOf } from '../config/logger.js';
import { version } from '../config/version.js';
import { Problem } from '../errors/problem.js';
import { answerBrokenRequest } from './broken-request.js';
import { allowOrigins } from './cors.js';
import { dashboardFolder } from './dashboard.controller.js';
import { leaveBodiesUnasked } from './expect-continue.js';
import { endConnections } from './end-connections.js';
import { guardHost } from './host-guard.js';
import { serveOpenApi } from './openapi.js';
import { KnownRoutes } from './known-routes.js';
import { ProblemFilter, sendProblem } from './problem.filter.js';
import { setSecurityHeaders } from './security-headers.js';

const requestId = /^[\w.-]{1,64}$/;

/** The HTTP side of a process, ready to listen. */
export async function createApplication(module: DynamicModule, config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    requestTimeout: 120_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 200 },
    http: { headersTimeout: 15_000, maxHeaderSize: 16 * 1024 },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) => {
      sendProblem(
        reply,
        new Problem('malformed-request', 'The URL cannot be read: check its escapes and length.'),
        request.id,
      );
    },
    genReqId: ({ headers }: IncomingMessage) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && requestId.test(given) ? given : randomUUID();
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: loggerOf(config.logLevel),
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  const routes = new KnownRoutes();
  routes.watch(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  setSecurityHeaders(fastify);
  guardHost(fastify, config.http);
  allowOrigins(fastify, config.http.corsOrigins);
  endConnections(fastify);
  leaveBodiesUnread(fastify);
  leaveBodiesUnasked(fastify);
  if (existsSync(dashboardFolder)) {
    await fastify.register(fastifyStatic, {
      root: dashboardFolder,
      serve: false,
      preCompressed: true,
      cacheControl: false,
    });
  }
  app.useGlobalFilters(new ProblemFilter(routes));
  app.useGlobalPipes(new ValidationPipe({ transform: true, exceptionFactory: invalidQuery }));
  if (config.role !== 'worker') serveOpenApi(app, version, config.access.keys.length > 0);
  return app;
}

/** No parser touches a body: whoever takes it reads the bytes, under its own limits and after its own checks. */
function leaveBodiesUnread(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { bodyLimit: Number.MAX_SAFE_INTEGER }, (_request, payload, done) => {
    done(null, payload);
  });
}

function invalidQuery(errors: ValidationError[]): Problem {
  const sentences = errors.flatMap(({ constraints = {} }) => Object.values(constraints));
  return new Problem('invalid-query', `${sentences.join('; ')}.`);
}
