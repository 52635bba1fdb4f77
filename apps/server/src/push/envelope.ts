import {
  limits,
  observationRoles,
  sentFlowStatuses,
  stepStatuses,
  type DecisionDeclaration,
  type Json,
  type JsonObject,
  type ObservationRole,
  type Push,
  type PushedFlow,
  type PushedObservation,
  type PushedStep,
  type Queryable,
  type SentFlowStatus,
  type StepReference,
  type StepStatus,
} from '@flow-trail/contracts';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import {
  Allow,
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  IsCount,
  IsDecision,
  IsMetrics,
  IsMoment,
  IsName,
  IsPosition,
  IsQueryable,
  IsReason,
  IsSmallJson,
  IsSmallObject,
  IsTags,
  IsUuid,
} from './rules.js';

const anyObject = { type: 'object', additionalProperties: true, nullable: true } as const;
const anyJson: ApiPropertyOptions = {
  oneOf: [anyObject, { type: 'array', items: {} }, { type: 'string' }, { type: 'number' }, { type: 'boolean' }],
  nullable: true,
};
const moment = { type: 'string', format: 'date-time' } as const;
const oneOf = (words: readonly string[]) => ({ message: `must be one of ${words.join(', ')}` });

export class FlowEnvelope implements PushedFlow {
  @ApiProperty({ maxLength: limits.nameLength, example: 'movie-night' })
  @IsName()
  name: string;

  @ApiProperty({ ...moment, description: 'ISO 8601 with a zone.' })
  @IsMoment()
  createdAt: string;

  @ApiProperty({ ...moment, nullable: true, description: 'Null while the flow runs.' })
  @IsOptional()
  @IsMoment()
  finishedAt: string | null;

  @ApiPropertyOptional({ format: 'uuid', description: 'Made by the server when absent.' })
  @IsOptional()
  @IsUuid()
  id?: string;

  @ApiPropertyOptional({ minimum: 1, default: 1, description: 'Which run of this id.' })
  @IsOptional()
  @IsCount()
  attempt?: number;

  @ApiPropertyOptional({
    enum: sentFlowStatuses,
    nullable: true,
    description:
      'Default: running while finishedAt is null, else failed if the last try of any step failed, else completed.',
  })
  @IsOptional()
  @IsIn(sentFlowStatuses, oneOf(sentFlowStatuses))
  status?: SentFlowStatus | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: limits.reasonLength })
  @IsOptional()
  @IsReason()
  reason?: string | null;

  @ApiPropertyOptional({ ...anyJson, description: `Any JSON of at most ${limits.smallJsonBytes} bytes.` })
  @IsOptional()
  @IsSmallJson()
  input?: Json;

  @ApiPropertyOptional({ ...anyJson, description: `Any JSON of at most ${limits.smallJsonBytes} bytes.` })
  @IsOptional()
  @IsSmallJson()
  output?: Json;

  @ApiPropertyOptional({ ...anyJson, description: `Any JSON of at most ${limits.smallJsonBytes} bytes.` })
  @IsOptional()
  @IsSmallJson()
  config?: Json;

  @ApiPropertyOptional({ type: [String], nullable: true, maxItems: limits.tags })
  @IsOptional()
  @IsTags()
  tags?: string[] | null;

  @ApiPropertyOptional({ ...anyObject, description: `An object of at most ${limits.smallJsonBytes} bytes.` })
  @IsOptional()
  @IsSmallObject()
  metadata?: JsonObject | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: '2.4.0' })
  @IsOptional()
  @IsName()
  release?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, example: 'production' })
  @IsOptional()
  @IsName()
  environment?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'W3C trace context.' })
  @IsOptional()
  @Matches(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/, { message: 'must be a W3C traceparent' })
  traceparent?: string | null;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: 'The flow that started this one.' })
  @IsOptional()
  @IsUuid()
  parent?: string | null;

  @ApiPropertyOptional({ type: Number, nullable: true, description: 'Silent for three of these: interrupted.' })
  @IsOptional()
  @IsInt({ message: 'must be a whole number of seconds' })
  @Min(1, { message: 'must be at least 1' })
  @Max(86_400, { message: 'must be at most 86400' })
  heartbeatSeconds?: number | null;
}

export class StepReferenceEnvelope implements StepReference {
  @ApiProperty()
  @IsName()
  name: string;

  @ApiPropertyOptional({ minimum: 1, default: 1 })
  @IsOptional()
  @IsCount()
  version?: number;

  @ApiPropertyOptional({ minimum: 1, default: 1 })
  @IsOptional()
  @IsCount()
  iteration?: number;
}

export class ObservationEnvelope implements PushedObservation {
  @ApiProperty({ maxLength: limits.nameLength, example: 'candidates' })
  @IsName()
  name: string;

  @ApiProperty({ minimum: 1, example: 1 })
  @IsCount()
  version: number;

  @ApiProperty({
    description: 'Any JSON value; comes back byte for byte.',
    example: [{ id: 'B01', price: 29.99 }],
    type: 'object',
    additionalProperties: true,
  })
  @Allow()
  data: Json;

  @ApiPropertyOptional({ description: 'Redundant name of the step; ignored.' })
  @Allow()
  step?: string;

  @ApiPropertyOptional({ enum: observationRoles, nullable: true })
  @IsOptional()
  @IsIn(observationRoles, oneOf(observationRoles))
  role?: ObservationRole | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    nullable: true,
    example: { 'metrics.price': 'number' },
    description: 'Dotted path inside a record → type.',
  })
  @IsOptional()
  @IsQueryable()
  queryable?: Queryable | null;

  @ApiPropertyOptional({ ...anyObject, description: 'How the records are read as decisions about candidates.' })
  @IsOptional()
  @IsDecision()
  decision?: DecisionDeclaration | null;
}

export class StepEnvelope implements PushedStep {
  @ApiProperty({ maxLength: limits.nameLength, example: 'filters' })
  @IsName()
  name: string;

  @ApiProperty({ minimum: 1, example: 1, description: 'Which try this is.' })
  @IsCount()
  version: number;

  @ApiProperty({ minimum: 0, example: 0 })
  @IsPosition()
  position: number;

  @ApiProperty({ enum: stepStatuses })
  @IsIn(stepStatuses, oneOf(stepStatuses))
  status: StepStatus;

  @ApiProperty({ type: String, nullable: true, maxLength: limits.reasonLength })
  @IsOptional()
  @IsReason()
  reason: string | null;

  @ApiProperty(moment)
  @IsMoment()
  createdAt: string;

  @ApiProperty({ ...moment, nullable: true })
  @IsOptional()
  @IsMoment()
  startedAt: string | null;

  @ApiProperty({ ...moment, nullable: true })
  @IsOptional()
  @IsMoment()
  finishedAt: string | null;

  @ApiProperty({ type: [ObservationEnvelope] })
  @IsArray({ message: 'must be a list of observations' })
  @ValidateNested({ each: true })
  observations: ObservationEnvelope[];

  @ApiPropertyOptional({ description: 'Redundant name of the flow; ignored.' })
  @Allow()
  flow?: string;

  @ApiPropertyOptional({ minimum: 1, default: 1, description: 'Which turn of a loop, or page.' })
  @IsOptional()
  @IsCount()
  iteration?: number;

  @ApiPropertyOptional({ type: StepReferenceEnvelope, nullable: true })
  @IsOptional()
  @ValidateNested()
  parent?: StepReferenceEnvelope | null;

  @ApiPropertyOptional({ ...anyJson, description: `Any JSON of at most ${limits.smallJsonBytes} bytes.` })
  @IsOptional()
  @IsSmallJson()
  config?: Json;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'number' },
    nullable: true,
    example: { tokens: 18_204 },
  })
  @IsOptional()
  @IsMetrics()
  metrics?: { [name: string]: number } | null;
}

/** The body of `POST /api/flows`. */
export class PushEnvelope implements Push {
  @ApiProperty({ type: FlowEnvelope })
  @ValidateNested()
  flow: FlowEnvelope;

  @ApiProperty({ type: [StepEnvelope], maxItems: limits.steps })
  @IsArray({ message: 'must be a list of steps' })
  @ArrayMaxSize(limits.steps, { message: `must hold at most ${limits.steps} steps` })
  @ValidateNested({ each: true })
  steps: StepEnvelope[];
}
