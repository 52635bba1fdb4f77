import { pushStates, type PushState, type PushStatus } from '@flow-trail/contracts';
import { ApiProperty } from '@nestjs/swagger';

const moment = { type: 'string', format: 'date-time' } as const;

export class PushStatusAnswer implements PushStatus {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: pushStates })
  state: PushState;

  @ApiProperty({ format: 'uuid' })
  flowId: string;

  @ApiProperty({ minimum: 1 })
  attempt: number;

  @ApiProperty(moment)
  receivedAt: string;

  @ApiProperty({ ...moment, nullable: true, description: 'When it became readable.' })
  readyAt: string | null;

  @ApiProperty({ description: 'Lower-case hex SHA-256 of the decoded body.', minLength: 64, maxLength: 64 })
  digest: string;

  @ApiProperty({ description: 'How often a worker took it.' })
  attempts: number;

  @ApiProperty({ type: String, nullable: true, description: 'Class of the last failure, while there is one.' })
  lastError: string | null;
}
