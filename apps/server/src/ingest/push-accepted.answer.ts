import type { PushAccepted } from '@flow-trail/contracts';
import { ApiProperty } from '@nestjs/swagger';
import type { AcceptedPush } from './push-ledger.js';

export class PushAcceptedAnswer implements PushAccepted {
  @ApiProperty({ format: 'uuid', description: 'The flow.' })
  id: string;

  @ApiProperty({ format: 'uri', description: 'Where a person looks at the flow.' })
  url: string;

  @ApiProperty({ minimum: 1 })
  attempt: number;

  @ApiProperty({ format: 'uuid', description: 'The push; derived from project and idempotency key.' })
  pushId: string;

  @ApiProperty()
  flowName: string;

  @ApiProperty({ enum: ['accepted'] })
  state: 'accepted';

  @ApiProperty({ description: 'Lower-case hex SHA-256 of the decoded body.', minLength: 64, maxLength: 64 })
  digest: string;

  @ApiProperty()
  message: string;

  @ApiProperty({ type: [String], description: 'What was ignored or assumed, a sentence each.' })
  warnings: string[];
}

export const acceptedAnswer = (push: AcceptedPush, publicUrl: string): PushAccepted => ({
  id: push.flowId,
  url: `${publicUrl}/flows/${push.flowId}`,
  attempt: push.attempt,
  pushId: push.id,
  flowName: push.flowName,
  state: 'accepted',
  digest: push.digest.toString('hex'),
  message: 'Accepted: kept, and readable in a moment.',
  warnings: push.warnings,
});
