import { flowDeleted } from '../errors/flow-deleted.js';
import { Problem } from '../errors/problem.js';
import type { AcceptedPush } from './push-ledger.js';

/** A key that was used may be used again for the same bytes alone. @throws Problem `flow-deleted`, `idempotency-key-reused` */
export function expectSamePush(first: AcceptedPush, digest: Uint8Array): void {
  if (first.state === 'deleted') throw flowDeleted();
  if (first.digest.equals(digest)) return;
  throw new Problem(
    'idempotency-key-reused',
    `This Idempotency-Key was used for another body (flow ${first.flowId}). Use a new key for each push.`,
  );
}

export const stillInFlight = (): Problem =>
  new Problem('idempotency-in-flight', 'A request with this key is still being accepted. Try again.');
