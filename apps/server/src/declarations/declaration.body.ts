import { limits, type DecisionDeclaration, type DeclarationRequest } from '@flow-trail/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, ValidateIf } from 'class-validator';
import { IsDecision, IsName } from '../push/rules.js';

const name = { minLength: 1, maxLength: limits.nameLength };

export class DeclarationBody implements Required<DeclarationRequest> {
  @ApiProperty({ ...name, example: 'movie-night', description: 'Name of the flows.' })
  @IsName()
  flowName: string;

  @ApiProperty({ ...name, example: 'filters', description: 'Name of the step.' })
  @IsName()
  step: string;

  @ApiProperty({ ...name, example: 'candidates', description: 'Name of the observation.' })
  @IsName()
  observation: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { candidate: 'id', outcome: 'qualified', verdicts: 'filter_results' },
    description: 'How its records are read as decisions about candidates; null takes back what was declared before.',
  })
  @ValidateIf((_, decision: unknown) => decision !== null)
  @IsDecision()
  decision: DecisionDeclaration | null;

  @ApiPropertyOptional({
    type: Boolean,
    default: false,
    description: 'Whether it also counts where the client recorded a declaration of its own.',
  })
  @IsBoolean({ message: 'must be true or false' })
  overridesRecorded = false;
}
