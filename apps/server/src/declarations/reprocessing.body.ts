import { limits, type ReprocessingRequest } from '@flow-trail/contracts';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';
import { IsName } from '../push/rules.js';

export class ReprocessingBody implements ReprocessingRequest {
  @ApiPropertyOptional({ minLength: 1, maxLength: limits.nameLength, description: 'Only flows of this name.' })
  @IsOptional()
  @IsName()
  flowName?: string;

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Every flow, not only those whose summary another version of the server made.',
  })
  @IsBoolean({ message: 'must be true or false' })
  all = false;
}
