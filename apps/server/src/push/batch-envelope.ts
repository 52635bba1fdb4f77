import { limits, type PushBatch } from '@flow-trail/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { Allow, ArrayMaxSize, IsArray } from 'class-validator';
import { PushEnvelope } from './envelope.js';

export class BatchItemEnvelope {
  @ApiProperty({
    format: 'uuid',
    description: 'The idempotency key of this push: a new one for each, the same on every try.',
  })
  @Allow()
  key: string;

  /** While a batch is read: an index to the bytes. */
  @ApiProperty({ type: PushEnvelope })
  @Allow()
  push: PushEnvelope;
}

/** The body of `POST /api/flows/batch`. The rules of its items are applied item by item. */
export class BatchEnvelope implements PushBatch {
  @ApiProperty({ type: [BatchItemEnvelope], maxItems: limits.batch })
  @ArrayMaxSize(limits.batch, { message: `must hold at most ${limits.batch} pushes` })
  @IsArray({ message: 'must be a list of pushes' })
  pushes: BatchItemEnvelope[];
}
