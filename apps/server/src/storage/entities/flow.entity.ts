import type { Funnel, Json, JsonObject, SentFlowStatus } from '@flow-trail/contracts';
import type { FlowSummary } from '@flow-trail/decisions';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { byteCount, moment } from './columns.js';

/** Field → rank of the push that it came from; what makes pushes commute. */
export type Ranks = { [field: string]: string };

/** One attempt of a flow, united from all its pushes. */
@Entity('flow')
export class FlowEntity {
  @PrimaryColumn('uuid', { name: 'project_id' })
  projectId: string;

  @PrimaryColumn('uuid')
  id: string;

  @PrimaryColumn('int')
  attempt: number;

  @Column('text')
  name: string;

  /** As sent; null while no push said one. */
  @Column('text', { name: 'sent_status', nullable: true })
  sentStatus: SentFlowStatus | null;

  /** As sent, else derived from the steps. */
  @Column('text')
  status: SentFlowStatus;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('jsonb', { nullable: true })
  input: Json;

  @Column('jsonb', { nullable: true })
  output: Json;

  @Column('jsonb', { nullable: true })
  config: Json;

  @Column('text', { array: true })
  tags: string[];

  @Column('jsonb')
  metadata: JsonObject;

  @Column('text', { nullable: true })
  release: string | null;

  @Column('text', { nullable: true })
  environment: string | null;

  @Column('text', { nullable: true })
  traceparent: string | null;

  @Column('uuid', { nullable: true })
  parent: string | null;

  @Column('int', { name: 'heartbeat_seconds', nullable: true })
  heartbeatSeconds: number | null;

  @Column({ ...moment, name: 'created_at' })
  createdAt: Date;

  @Column({ ...moment, name: 'finished_at', nullable: true })
  finishedAt: Date | null;

  @Column({ ...moment, name: 'received_at' })
  receivedAt: Date;

  @Column({ ...moment, name: 'last_push_at' })
  lastPushAt: Date;

  @Column('int')
  revision: number;

  @Column('int', { name: 'step_count' })
  stepCount: number;

  @Column('text', { name: 'step_names', array: true })
  stepNames: string[];

  @Column('int', { name: 'observation_count' })
  observationCount: number;

  @Column(byteCount)
  bytes: number;

  @Column('jsonb')
  ranks: Ranks;

  /** The funnel and what stands out in it; null until it is made. */
  @Column('jsonb', { nullable: true })
  summary: FlowSummary | null;

  /** What a list shows of the summary, which may be a hundred times as long. */
  @Column('jsonb', { nullable: true })
  funnel: Funnel | null;

  @Column('int', { name: 'summary_version' })
  summaryVersion: number;

  /** Greatest revision of the declarations that all its observations were read by; below 0 they must be read again. */
  @Column({ ...byteCount, name: 'declared_revision' })
  declaredRevision: number;
}
