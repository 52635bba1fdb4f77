import type { CountedOutcome, SampleRole } from '@flow-trail/decisions';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A candidate that stands out in a flow, at most 50 of each: for questions across flows. Made anew with the flow's summary. */
@Entity('candidate')
export class CandidateEntity {
  @PrimaryColumn('uuid', { name: 'project_id' })
  projectId: string;

  @PrimaryColumn('uuid', { name: 'flow_id' })
  flowId: string;

  @PrimaryColumn('int')
  attempt: number;

  /** Among those of its flow, from 0. */
  @PrimaryColumn('int')
  place: number;

  @Column('text')
  kind: string;

  /** The id as JSON text: numbers and strings apart. */
  @Column('text')
  key: string;

  @Column('text', { nullable: true })
  label: string | null;

  @Column('text')
  role: SampleRole;

  @Column('text')
  stage: string;

  @Column('uuid', { name: 'observation_id' })
  observationId: string;

  /** Index of the record, from 0. */
  @Column('int')
  record: number;

  @Column('text')
  outcome: CountedOutcome;

  @Column('text', { nullable: true })
  rule: string | null;

  @Column('double precision', { nullable: true })
  margin: number | null;

  @Column('double precision', { nullable: true })
  score: number | null;

  @Column('double precision', { nullable: true })
  rank: number | null;

  @Column('double precision', { nullable: true })
  chance: number | null;
}
