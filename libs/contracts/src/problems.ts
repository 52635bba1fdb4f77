/**
 * Every error that the server answers, as RFC 9457 problem details: code → status, title, and whether the same request can succeed later.
 * The `type` is `urn:flowtrail:problem:` and the code.
 */
export const problems = {
  'malformed-request': { status: 400, retryable: false, title: 'The request is malformed' },
  'invalid-json': { status: 400, retryable: false, title: 'The body is not valid JSON' },
  'invalid-utf8': { status: 400, retryable: false, title: 'The body is not valid UTF-8' },
  'json-too-deep': { status: 400, retryable: false, title: 'The body is nested too deeply' },
  'json-too-complex': { status: 400, retryable: false, title: 'The body holds too many values' },
  'digest-mismatch': { status: 400, retryable: true, title: 'The body was altered on the way' },
  'decompression-failed': { status: 400, retryable: false, title: 'The body could not be inflated' },
  'idempotency-key-missing': { status: 400, retryable: false, title: 'The Idempotency-Key header is missing' },
  'idempotency-key-invalid': { status: 400, retryable: false, title: 'The Idempotency-Key header is not a UUID' },
  'invalid-id': { status: 400, retryable: false, title: 'An id in the URL is not a UUID' },
  'invalid-query': { status: 400, retryable: false, title: 'The query is malformed' },
  unauthenticated: { status: 401, retryable: false, title: 'A key is needed' },
  'forbidden-scope': { status: 403, retryable: false, title: 'The key does not open this' },
  'host-not-allowed': { status: 403, retryable: false, title: 'The Host header names another host' },
  'origin-not-allowed': { status: 403, retryable: false, title: 'The Origin header names another site' },
  'not-found': { status: 404, retryable: false, title: 'Not found' },
  'method-not-allowed': { status: 405, retryable: false, title: 'The method is not allowed here' },
  'request-timeout': { status: 408, retryable: true, title: 'The request took too long to arrive' },
  'idempotency-in-flight': { status: 409, retryable: true, title: 'Another request with this key is being accepted' },
  'push-not-quarantined': { status: 409, retryable: false, title: 'Only a quarantined push can be replayed' },
  'flow-deleted': { status: 410, retryable: false, title: 'The flow was deleted' },
  'payload-too-large': { status: 413, retryable: false, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, retryable: false, title: 'The Content-Type is not supported' },
  'unsupported-encoding': { status: 415, retryable: false, title: 'The Content-Encoding is not supported' },
  'range-not-satisfiable': { status: 416, retryable: false, title: 'The range lies outside of the data' },
  'idempotency-key-reused': { status: 422, retryable: false, title: 'This key was used with another body' },
  'validation-failed': { status: 422, retryable: false, title: 'The body is not what this route takes' },
  'rate-limited': { status: 429, retryable: true, title: 'Too much was sent in a short time' },
  'header-too-large': { status: 431, retryable: false, title: 'The request headers are too large' },
  internal: { status: 500, retryable: true, title: 'Something went wrong on the server' },
  'object-corrupt': { status: 502, retryable: false, title: 'The stored data does not match its digest' },
  'storage-unavailable': { status: 503, retryable: true, title: 'A store is not reachable' },
  'backlog-full': { status: 503, retryable: true, title: 'Too much waits to be processed' },
  overloaded: { status: 503, retryable: true, title: 'The server is busy' },
} as const satisfies Record<string, { status: number; retryable: boolean; title: string }>;

export type ProblemCode = keyof typeof problems;

/** One mistake in the body: where (RFC 6901 JSON pointer) and what. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/** The body of every error, `application/problem+json`. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  /** What is wrong here and what to do. */
  detail: string;
  /** Whether the same request can succeed later. */
  retryable: boolean;
  /** Names this request in the server's log. */
  requestId: string;
  /** At most 20 mistakes of the body. */
  errors?: FieldError[];
}
