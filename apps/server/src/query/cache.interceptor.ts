import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, switchMap, type Observable } from 'rxjs';
import { Cache } from './cache.js';

/** An answer that a handler found in PostgreSQL and whose bytes, under this key, never change. */
export interface CacheableAnswer {
  key: string;
  /** Strong validator, without quotes. */
  etag: string;
  load: () => Promise<Buffer>;
  /** Sends the bytes: headers, coding, range. */
  send: (bytes: Buffer, request: FastifyRequest, reply: FastifyReply) => Promise<Buffer | undefined>;
}

/**
 * Answers a handler's bytes from the cache when they are there. The handler has already asked PostgreSQL, so what was deleted or belongs
 * to another project never gets here.
 */
@Injectable()
export class CacheInterceptor implements NestInterceptor<CacheableAnswer, Buffer | undefined> {
  constructor(private readonly cache: Cache) {}

  intercept(context: ExecutionContext, next: CallHandler<CacheableAnswer>): Observable<Buffer | undefined> {
    const http = context.switchToHttp();
    return next.handle().pipe(switchMap((answer) => from(this.#answer(answer, http.getRequest(), http.getResponse()))));
  }

  async #answer(answer: CacheableAnswer, request: FastifyRequest, reply: FastifyReply): Promise<Buffer | undefined> {
    reply.header('etag', `"${answer.etag}"`);
    if (matches(request.headers['if-none-match'], answer.etag)) {
      reply.status(304);
      return undefined;
    }
    const { bytes, isHit } = await this.cache.get(answer.key, answer.load);
    reply.header('x-cache', isHit ? 'HIT' : 'MISS');
    return answer.send(bytes, request, reply);
  }
}

/** RFC 9110, section 13.1.2: a list of validators, weakly compared, or `*`. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((item) => ['*', `"${etag}"`, `W/"${etag}"`].includes(item.trim()));
}
