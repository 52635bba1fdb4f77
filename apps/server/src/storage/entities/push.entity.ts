import { Column, Entity, PrimaryColumn } from 'typeorm';
import { byteCount, moment } from './columns.js';

export type PushState = 'accepted' | 'processing' | 'ready' | 'quarantined' | 'deleted';

/** One accepted request. Its id derives from project and idempotency key, so the primary key is the truth about duplicates. */
@Entity('push')
export class PushEntity {
  @PrimaryColumn('uuid', { name: 'project_id' })
  projectId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'flow_id' })
  flowId: string;

  @Column('int')
  attempt: number;

  @Column('text', { name: 'flow_name' })
  flowName: string;

  /** SHA-256 of the decoded body. */
  @Column('bytea')
  digest: Buffer;

  @Column('text')
  state: PushState;

  /** How the body is written: `application/json` or `application/x-ndjson`. */
  @Column('text', { name: 'content_type', default: 'application/json' })
  contentType: string;

  /** The decoded body until the push is ready; null when it is staged. */
  @Column('bytea', { nullable: true })
  body: Buffer | null;

  /** The object that holds a staged body until the push is ready. */
  @Column('text', { name: 'body_key', nullable: true })
  bodyKey: string | null;

  @Column({ ...byteCount, name: 'body_bytes' })
  bodyBytes: number;

  /** As answered, so that a replay answers the same. */
  @Column('text', { array: true })
  warnings: string[];

  /** Raised by every enqueue; a job of an earlier epoch is void. */
  @Column('int')
  epoch: number;

  /** How often a worker took it. */
  @Column('int')
  attempts: number;

  /** Class and code of the last error, never content. */
  @Column('text', { name: 'last_error', nullable: true })
  lastError: string | null;

  /** How often in a row it failed with `lastError`. */
  @Column('int', { name: 'same_errors', default: 0 })
  sameErrors: number;

  /** Given back by a worker, until its delay is over. */
  @Column('boolean', { default: false })
  resting: boolean;

  @Column({ ...moment, name: 'received_at' })
  receivedAt: Date;

  @Column({ ...moment, name: 'next_try_at' })
  nextTryAt: Date;

  @Column({ ...moment, name: 'ready_at', nullable: true })
  readyAt: Date | null;
}
