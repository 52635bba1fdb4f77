import { problems, type ProblemCode, type ProblemDetails } from '@flow-trail/contracts';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../errors/problem.js';
import type { KnownRoutes } from './known-routes.js';
import { ObjectNotFound, ObjectTooShort, StoreUnavailable } from '../storage/object-store/object-store.js';

/** What a server that has too much to do answers on purpose; metrics count them. */
const refusals: ReadonlySet<string> = new Set<ProblemCode>(['overloaded', 'backlog-full']);

/** Renders every error as problem details. What nobody foresaw is logged and answered bare. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger('Http');

  constructor(private readonly routes: KnownRoutes) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.#wrongMethod(error, request) ?? toProblem(error);
    if (problem.status >= 500 && !refusals.has(problem.code) && !isGone(request))
      this.#logger.error(`${request.id} ${problem.code}`, causeOf(error));
    sendProblem(reply, problem, request.id);
  }

  /** The framework answers 404 where a path exists for other methods alone. */
  #wrongMethod(error: unknown, { url, method }: FastifyRequest): Problem | undefined {
    if (!(error instanceof HttpException) || error.getStatus() !== 404) return undefined;
    const methods = this.routes.methodsOf(url);
    if (methods.length === 0 || methods.includes(method)) return undefined;
    return new Problem('method-not-allowed', `This route takes ${methods.join(', ')}.`, {
      headers: { allow: methods.join(', ') },
    });
  }
}

/** The client went away before it had sent all: whatever failed then, failed because of that. */
const isGone = ({ raw }: FastifyRequest): boolean => raw.destroyed && !raw.complete;

/** An error that happened while an answer was already on its way cannot be told any more: the connection is cut. */
export function sendProblem(reply: FastifyReply, problem: Problem, requestId: string): void {
  if (reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  // The rest of a body that was refused half-way is taken off the wire, so that the client gets to read the answer.
  reply.request.raw.resume();
  const retry: Record<string, string> = problem.status === 503 ? { 'retry-after': '1' } : {};
  void reply
    .status(problem.status)
    .headers({ 'cache-control': 'no-store', 'x-request-id': requestId, ...retry, ...problem.more.headers })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemDetails(problem, requestId)));
}

export function problemDetails({ code, detail, more }: Problem, requestId: string): ProblemDetails {
  const { status, title, retryable } = problems[code];
  const errors = more.errors ? { errors: more.errors } : {};
  return { type: `urn:flowtrail:problem:${code}`, title, status, code, detail, retryable, requestId, ...errors };
}

export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ObjectNotFound || error instanceof ObjectTooShort) {
    return new Problem('object-corrupt', 'The stored data is gone or cut short.', { cause: error });
  }
  if (error instanceof StoreUnavailable || isDatabaseDown(error)) {
    const detail = 'A store does not answer. Try again, under the same key: nothing is taken twice.';
    return new Problem('storage-unavailable', detail, { cause: error });
  }
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number })?.statusCode;
  const known = byStatus[status ?? 500];
  if (known) return new Problem(known.code, known.detail, { cause: error });
  return new Problem('internal', 'The server failed. Its log has the cause under this request id.', { cause: error });
}

/** What the framework answers before any code of ours runs. */
const byStatus: { [status: number]: { code: ProblemCode; detail: string } } = {
  400: { code: 'malformed-request', detail: 'The URL or the body of the request cannot be read.' },
  404: { code: 'not-found', detail: 'There is nothing at this URL. The routes are listed at /api/docs.' },
  408: { code: 'request-timeout', detail: 'The request did not arrive in time.' },
  413: { code: 'payload-too-large', detail: 'The body is larger than this route takes.' },
  414: { code: 'malformed-request', detail: 'The URL is too long.' },
  415: { code: 'unsupported-media-type', detail: 'Send application/json.' },
  431: { code: 'header-too-large', detail: 'The request headers are too large.' },
  503: { code: 'overloaded', detail: 'The server is stopping. Try again.' },
};

/** PostgreSQL classes 08 (connection), 53 (resources), 57P (shutdown), and a pool or socket that gives none. */
export function isDatabaseDown(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && /^(08|53|57P)|^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH)/.test(code))
    return true;
  return (
    typeof message === 'string' &&
    /Connection terminated|timeout exceeded when trying to connect|Query read timeout/.test(message)
  );
}

export const causeOf = (error: unknown): unknown => {
  const cause = error instanceof Problem ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.stack : cause;
};
