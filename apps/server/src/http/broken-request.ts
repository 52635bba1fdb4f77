import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { ProblemCode } from '@flow-trail/contracts';
import { Problem } from '../errors/problem.js';
import { problemDetails } from './problem.filter.js';

/** Answers what is not even a request, over the bare socket, and closes it. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { code, detail } = broken[error.code ?? ''] ?? standard;
  const problem = problemDetails(new Problem(code, detail), randomUUID());
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\nContent-Type: application/problem+json; charset=utf-8\r\n` +
      `Cache-Control: no-store\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const standard: { code: ProblemCode; detail: string } = {
  code: 'malformed-request',
  detail: 'What came is not an HTTP/1.1 request.',
};
const broken: { [nodeCode: string]: { code: ProblemCode; detail: string } } = {
  HPE_HEADER_OVERFLOW: { code: 'header-too-large', detail: 'The headers are more than 16 KiB.' },
  ERR_HTTP_REQUEST_TIMEOUT: {
    code: 'request-timeout',
    detail: 'Headers must arrive within 15 s, a request within 120 s.',
  },
};
