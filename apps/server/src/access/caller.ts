import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Who makes a request: what it may see and what it is counted under. */
export interface Caller {
  projectId: string;
  /** Names the key without giving it away. Absent: this server has no keys. */
  keyId?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before anything of a request is read, on every route that holds data. */
    caller: Caller;
  }
}

/** Hands the project of the request to a handler. */
export const ProjectId = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().caller.projectId,
);
