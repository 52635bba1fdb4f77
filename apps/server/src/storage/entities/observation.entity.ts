import type { DecisionDeclaration, ObservationRole, Queryable } from '@flow-trail/contracts';
import type { ObservationSummary } from '@flow-trail/decisions';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { byteCount } from './columns.js';

/** Where an observation's data lies and what was said of it. Only what is read out of it changes, with what is declared afterwards. */
@Entity('observation')
export class ObservationEntity {
  @PrimaryColumn('uuid', { name: 'project_id' })
  projectId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'flow_id' })
  flowId: string;

  @Column('int')
  attempt: number;

  @Column('uuid', { name: 'step_id' })
  stepId: string;

  @Column('text')
  name: string;

  @Column('int')
  version: number;

  /** Its place among the observations of its step, as sent. */
  @Column('int')
  ordinal: number;

  @Column('text', { nullable: true })
  role: ObservationRole | null;

  @Column('jsonb', { nullable: true })
  queryable: Queryable | null;

  /** `json` and not `jsonb`: rules count in the order in which they were declared. */
  @Column('json', { nullable: true })
  decision: DecisionDeclaration | null;

  /** Bytes of `data` as sent. */
  @Column(byteCount)
  bytes: number;

  /** Elements, when `data` is an array. */
  @Column('int', { nullable: true })
  records: number | null;

  /** SHA-256 of `data` as sent. */
  @Column('bytea')
  digest: Buffer;

  /** Key of the object that holds the gzip member. */
  @Column('text', { name: 'pack_key' })
  packKey: string;

  @Column({ ...byteCount, name: 'pack_offset' })
  packOffset: number;

  @Column({ ...byteCount, name: 'pack_bytes' })
  packBytes: number;

  /** SHA-256 of the gzip member. */
  @Column('bytea', { name: 'pack_digest' })
  packDigest: Buffer;

  /** What its records say, bounded; null where nothing is declared. */
  @Column('jsonb', { nullable: true })
  summary: ObservationSummary | null;

  /** Why there is no summary though one was asked for. */
  @Column('text', { name: 'summary_failure', nullable: true })
  summaryFailure: string | null;

  /** By which later declaration its records are read; null: by `decision`. */
  @Column('json', { nullable: true })
  declared: DecisionDeclaration | null;

  /** Key of the object that holds its decisions as a segment. */
  @Column('text', { name: 'segment_key', nullable: true })
  segmentKey: string | null;

  @Column({ ...byteCount, name: 'segment_offset', nullable: true })
  segmentOffset: number | null;

  @Column({ ...byteCount, name: 'segment_bytes', nullable: true })
  segmentBytes: number | null;

  @Column('bytea', { name: 'segment_digest', nullable: true })
  segmentDigest: Buffer | null;
}
