import { flowStatuses, limits, pageLimit, type FlowStatus } from '@flow-trail/contracts';
import { whyVerdicts } from '@flow-trail/decisions';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsISO8601, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

/** Text that is not digits stays text, and is refused as such: `Number` would take '', '0x10' and '1e2'. */
const digits = Transform(({ value }) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value));
const list = Transform(({ value }) => (typeof value === 'string' ? value.split(',') : value));

/** The query of `GET /api/flows`. */
export class FlowListQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: pageLimit.max, default: pageLimit.default })
  @digits
  @IsInt({ message: 'limit takes a whole number' })
  @Min(1, { message: 'limit is at least 1' })
  @Max(pageLimit.max, { message: `limit is at most ${pageLimit.max}` })
  limit: number = pageLimit.default;

  @ApiPropertyOptional({ description: 'The nextCursor of the page before.' })
  @IsOptional()
  @IsString({ message: 'cursor takes one text' })
  @MaxLength(200, { message: 'cursor takes the nextCursor of the page before' })
  cursor?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, description: 'For small offsets: 1 is the first.' })
  @digits
  @IsOptional()
  @IsInt({ message: 'page takes a whole number' })
  @Min(1, { message: 'page is at least 1' })
  @Max(100, { message: 'page is at most 100: use cursor to go further' })
  page?: number;

  @ApiPropertyOptional({ description: 'Part of the name, in any case.' })
  @IsOptional()
  @IsString({ message: 'name takes one text' })
  @MaxLength(limits.nameLength, { message: `name takes at most ${limits.nameLength} characters` })
  name?: string;

  @ApiPropertyOptional({ description: 'The first 8 or more characters of the id, or its last 6.' })
  @IsOptional()
  @Matches(/^([0-9a-f]{6}|[0-9a-f]{8}(-?[0-9a-f]){0,24}-?)$/i, {
    message: 'id takes the first 8 or more characters of an id, or its last 6',
  })
  id?: string;

  @ApiPropertyOptional({ enum: flowStatuses, description: 'One or several, with commas.' })
  @list
  @IsOptional()
  @IsIn(flowStatuses, { each: true, message: `status takes ${flowStatuses.join(', ')}, separated by commas` })
  status?: FlowStatus[];

  @ApiPropertyOptional({ description: 'Exactly this release.' })
  @IsOptional()
  @IsString({ message: 'release takes one text' })
  @MaxLength(limits.nameLength, { message: `release takes at most ${limits.nameLength} characters` })
  release?: string;

  @ApiPropertyOptional({ description: 'Exactly this environment.' })
  @IsOptional()
  @IsString({ message: 'environment takes one text' })
  @MaxLength(limits.nameLength, { message: `environment takes at most ${limits.nameLength} characters` })
  environment?: string;

  @ApiPropertyOptional({ description: 'Exactly this tag.' })
  @IsOptional()
  @IsString({ message: 'tag takes one text' })
  @MaxLength(limits.nameLength, { message: `tag takes at most ${limits.nameLength} characters` })
  tag?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Received at or after.' })
  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'since takes an ISO 8601 date' })
  since?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Received before.' })
  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'until takes an ISO 8601 date' })
  until?: string;
}

/** The query of routes of one flow. */
export class FlowAttemptQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, description: 'Default: the highest.' })
  @digits
  @IsOptional()
  @IsInt({ message: 'attempt takes a whole number' })
  @Min(1, { message: 'attempt is at least 1' })
  attempt?: number;
}

/** The query of `GET /api/flows/:id/candidates/:candidateId`. */
export class CandidateQuery extends FlowAttemptQuery {
  @ApiPropertyOptional({ description: 'Only candidates of this kind.' })
  @IsOptional()
  @IsString({ message: 'kind takes one text' })
  @MaxLength(limits.nameLength, { message: `kind takes at most ${limits.nameLength} characters` })
  kind?: string;
}

/** The query of `GET /api/flows/:id/candidates`. */
export class CandidatesQuery extends FlowAttemptQuery {
  @ApiPropertyOptional({ enum: whyVerdicts, description: 'Only those of whom this became.' })
  @IsOptional()
  @IsIn(whyVerdicts, { message: `verdict takes one of ${whyVerdicts.join(', ')}` })
  verdict?: string;

  @ApiPropertyOptional({ description: 'Only those decided at this step, or at this step/observation.' })
  @IsOptional()
  @IsString({ message: 'step takes one text' })
  @MaxLength(2 * limits.nameLength + 1, { message: 'step takes the name of a step, or step/observation' })
  step?: string;

  @ApiPropertyOptional({ description: 'Only those dropped by this rule.' })
  @IsOptional()
  @IsString({ message: 'rule takes one text' })
  @MaxLength(limits.nameLength, { message: `rule takes at most ${limits.nameLength} characters` })
  rule?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: pageLimit.max, default: pageLimit.default })
  @digits
  @IsInt({ message: 'limit takes a whole number' })
  @Min(1, { message: 'limit is at least 1' })
  @Max(pageLimit.max, { message: `limit is at most ${pageLimit.max}` })
  limit: number = pageLimit.default;

  @ApiPropertyOptional({ type: String, description: 'The nextCursor of the page before.' })
  @digits
  @IsOptional()
  @IsInt({ message: 'cursor takes the nextCursor of the page before' })
  @Min(0, { message: 'cursor takes the nextCursor of the page before' })
  cursor?: number;
}
