import type { BatchAnswer, BatchResult } from '@flow-trail/contracts';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { ProblemAnswer } from '../http/api-problems.js';
import { PushAcceptedAnswer } from './push-accepted.answer.js';

const key = { type: 'string', format: 'uuid', description: 'The key of the push.' } as const;

class AcceptedItem extends PushAcceptedAnswer {
  @ApiProperty(key)
  key: string;

  @ApiProperty({ enum: [202] })
  status: 202;

  @ApiProperty({ description: 'Whether this key had been used before, with the same bytes.' })
  replayed: boolean;
}

class RefusedItem extends ProblemAnswer {
  @ApiProperty({ ...key, nullable: true, description: 'Null when it is no UUID.' })
  key: string | null;
}

@ApiExtraModels(AcceptedItem, RefusedItem)
export class BatchAnswerBody implements BatchAnswer {
  @ApiProperty({
    type: 'array',
    items: { oneOf: [{ $ref: getSchemaPath(AcceptedItem) }, { $ref: getSchemaPath(RefusedItem) }] },
    description: 'One for each push, in the order of the pushes. Pointers of mistakes begin at the push.',
  })
  results: BatchResult[];

  @ApiProperty({ type: [String], description: 'What was ignored around the pushes, a sentence each.' })
  warnings: string[];
}
