import type { Json, StepReference, StepStatus } from '@flow-trail/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { moment } from './columns.js';
import type { Ranks } from './flow.entity.js';

/** One try of one iteration of a step. */
@Entity('step')
export class StepEntity {
  @PrimaryColumn('uuid', { name: 'project_id' })
  projectId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'flow_id' })
  flowId: string;

  @Column('int')
  attempt: number;

  @Column('text')
  name: string;

  @Column('int')
  version: number;

  @Column('int')
  iteration: number;

  @Column('int')
  position: number;

  @Column('jsonb', { nullable: true })
  parent: StepReference | null;

  @Column('text')
  status: StepStatus;

  @Column('text', { nullable: true })
  reason: string | null;

  @Column('jsonb', { nullable: true })
  config: Json;

  @Column('jsonb', { nullable: true })
  metrics: { [name: string]: number } | null;

  @Column({ ...moment, name: 'created_at' })
  createdAt: Date;

  @Column({ ...moment, name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Column({ ...moment, name: 'finished_at', nullable: true })
  finishedAt: Date | null;

  @Column('jsonb')
  ranks: Ranks;
}
