import { limits, type DeclarationPlace } from '@flow-trail/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';

const isName = (query: string) => ({ message: `${query} takes one name of 1 to ${limits.nameLength} characters` });

/** The query of `GET /api/declarations`. */
export class DeclarationsQuery {
  @ApiPropertyOptional({ description: 'Only those for flows of this name.' })
  @IsOptional()
  @IsString(isName('flowName'))
  @Length(1, limits.nameLength, isName('flowName'))
  flowName?: string;
}

/** The query of `GET /api/declarations/history`. */
export class DeclarationPlaceQuery implements DeclarationPlace {
  @ApiProperty()
  @IsString(isName('flowName'))
  @Length(1, limits.nameLength, isName('flowName'))
  flowName: string;

  @ApiProperty()
  @IsString(isName('step'))
  @Length(1, limits.nameLength, isName('step'))
  step: string;

  @ApiProperty()
  @IsString(isName('observation'))
  @Length(1, limits.nameLength, isName('observation'))
  observation: string;
}
