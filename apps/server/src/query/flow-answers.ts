import {
  flowStatuses,
  observationRoles,
  stepStatuses,
  type DecisionDeclaration,
  type FlowDetail,
  type FlowDocument,
  type FlowListItem,
  type FlowPage,
  type FlowStatus,
  type Funnel,
  type Json,
  type JsonObject,
  type ObservationDetail,
  type ObservationRole,
  type Queryable,
  type StepDetail,
  type StepReference,
  type StepStatus,
} from '@flow-trail/contracts';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { anyJson } from './any-json.js';
import { FlowSummaryAnswer } from './flow-summary-answer.js';
import { ObservationSummaryAnswer } from './observation-summary-answer.js';

const moment = { type: 'string', format: 'date-time' } as const;
const json: ApiPropertyOptions = { ...anyJson, description: 'Any JSON value.' };
const text = { type: String, nullable: true } as const;

class StageAnswer {
  @ApiProperty({ description: 'step/observation' })
  name: string;

  @ApiProperty()
  in: number;

  @ApiProperty()
  kept: number;
}

class FunnelAnswer implements Funnel {
  @ApiProperty({ type: [StageAnswer], maxItems: 20 })
  stages: StageAnswer[];

  @ApiProperty({ description: 'Of all stages: no verdict or no reason, vanished, appeared.' })
  unexplained: number;

  @ApiPropertyOptional({ type: [String], maxItems: 3, description: 'Whom the last stage kept, by label or id.' })
  selected?: string[];
}

export class FlowListItemAnswer implements FlowListItem {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ minimum: 1, description: 'Which run of this id; each has a row of its own.' })
  attempt: number;

  @ApiProperty()
  name: string;

  @ApiProperty({ enum: flowStatuses })
  status: FlowStatus;

  @ApiProperty(text)
  reason: string | null;

  @ApiProperty({ type: [String] })
  tags: string[];

  @ApiProperty(text)
  release: string | null;

  @ApiProperty(text)
  environment: string | null;

  @ApiProperty(moment)
  createdAt: string;

  @ApiProperty({ ...moment, nullable: true })
  finishedAt: string | null;

  @ApiProperty({ ...moment, description: 'When the first push of this attempt was accepted.' })
  receivedAt: string;

  @ApiProperty({ type: Number, nullable: true, description: 'Milliseconds from createdAt to finishedAt.' })
  durationMs: number | null;

  @ApiProperty({ description: 'Distinct steps; tries are not counted.' })
  stepCount: number;

  @ApiProperty({ type: [String], maxItems: 20 })
  stepNames: string[];

  @ApiProperty()
  observationCount: number;

  @ApiProperty({ description: 'Bytes of all data as sent.' })
  bytes: number;

  @ApiProperty({ type: FunnelAnswer, nullable: true, description: 'Null when nothing was decided.' })
  funnel: FunnelAnswer | null;
}

export class FlowPageAnswer implements FlowPage {
  @ApiProperty({ type: [FlowListItemAnswer] })
  flows: FlowListItemAnswer[];

  @ApiProperty({ ...text, description: 'Give it back as `cursor` for the next page; null on the last.' })
  nextCursor: string | null;
}

export class FlowDetailAnswer extends FlowListItemAnswer implements FlowDetail {
  @ApiProperty({ format: 'uri' })
  url: string;

  @ApiProperty({ type: [Number], description: 'Every attempt of this flow id, ascending.' })
  attempts: number[];

  @ApiProperty({ description: 'Raised by every accepted push of this attempt.' })
  revision: number;

  @ApiProperty(json)
  input: Json;

  @ApiProperty(json)
  output: Json;

  @ApiProperty(json)
  config: Json;

  @ApiProperty({ type: 'object', additionalProperties: true })
  metadata: JsonObject;

  @ApiProperty(text)
  traceparent: string | null;

  @ApiProperty({ ...text, format: 'uuid' })
  parent: string | null;

  @ApiProperty({ type: Number, nullable: true })
  heartbeatSeconds: number | null;

  @ApiProperty({
    type: FlowSummaryAnswer,
    nullable: true,
    description: 'The funnel with all its counts; null when nothing was decided.',
  })
  summary: JsonObject | null;
}

class StepReferenceAnswer implements StepReference {
  @ApiProperty()
  name: string;

  @ApiProperty({ required: false })
  version?: number;

  @ApiProperty({ required: false })
  iteration?: number;
}

class VariantAnswer {
  @ApiProperty({ minimum: 1 })
  index: number;

  @ApiProperty({ minimum: 1 })
  of: number;
}

export class ObservationDetailAnswer implements ObservationDetail {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty()
  name: string;

  @ApiProperty({ minimum: 1 })
  version: number;

  @ApiProperty({ type: VariantAnswer, description: 'Bodies that share name and version are all kept.' })
  variant: VariantAnswer;

  @ApiProperty({ enum: observationRoles, nullable: true })
  role: ObservationRole | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, nullable: true })
  queryable: Queryable | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  decision: DecisionDeclaration | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'The later declaration that it is read by; null: by decision.',
  })
  declared: DecisionDeclaration | null;

  @ApiProperty({
    type: ObservationSummaryAnswer,
    nullable: true,
    description: 'What its records say; null where nothing is declared.',
  })
  summary: JsonObject | null;

  @ApiProperty({ ...text, description: 'Why there is no summary though one was asked for.' })
  summaryFailure: string | null;

  @ApiProperty({ description: 'Bytes of the data as sent.' })
  bytes: number;

  @ApiProperty({ description: 'Bytes of the stored gzip member.' })
  storedBytes: number;

  @ApiProperty({ type: Number, nullable: true, description: 'Elements, when the data is an array.' })
  records: number | null;

  @ApiProperty({ description: 'Lower-case hex SHA-256 of the data as sent.' })
  digest: string;
}

export class StepDetailAnswer implements StepDetail {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty()
  name: string;

  @ApiProperty({ minimum: 1, description: 'Which try.' })
  version: number;

  @ApiProperty({ minimum: 1 })
  iteration: number;

  @ApiProperty({ minimum: 0 })
  position: number;

  @ApiProperty({ type: StepReferenceAnswer, nullable: true })
  parent: StepReference | null;

  @ApiProperty({ enum: stepStatuses })
  status: StepStatus;

  @ApiProperty(text)
  reason: string | null;

  @ApiProperty(json)
  config: Json;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'number' } })
  metrics: { [name: string]: number };

  @ApiProperty(moment)
  createdAt: string;

  @ApiProperty({ ...moment, nullable: true })
  startedAt: string | null;

  @ApiProperty({ ...moment, nullable: true })
  finishedAt: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Milliseconds; null while unfinished.' })
  durationMs: number | null;

  @ApiProperty({ type: [ObservationDetailAnswer] })
  observations: ObservationDetailAnswer[];
}

export class FlowDocumentAnswer implements FlowDocument {
  @ApiProperty({ type: FlowDetailAnswer })
  flow: FlowDetailAnswer;

  @ApiProperty({ type: [StepDetailAnswer] })
  steps: StepDetailAnswer[];
}
