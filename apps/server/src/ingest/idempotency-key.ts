import { Problem } from '../errors/problem.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The key of a push: a UUID, bare or as a structured-field string (quoted), in any case.
 * Source: draft-ietf-httpapi-idempotency-key-header.
 */
export function readIdempotencyKey(header: string | string[] | undefined): string {
  if (header === undefined) {
    throw new Problem(
      'idempotency-key-missing',
      'Send the header Idempotency-Key with a new UUID for each push, and the same one when you try again.',
    );
  }
  const key = normalKey(
    String(header)
      .trim()
      .replace(/^"(.*)"$/, '$1'),
  );
  if (key) return key;
  throw new Problem(
    'idempotency-key-invalid',
    'Idempotency-Key takes one UUID, such as 6f9619ff-8b86-4d01-b42d-00cf4fc964ff.',
  );
}

/** The one form in which a key is kept; `undefined` when it is no UUID. */
export function normalKey(said: unknown): string | undefined {
  const key = typeof said === 'string' ? said.toLowerCase() : '';
  return uuid.test(key) ? key : undefined;
}
