import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Problem } from '../errors/problem.js';
import { PushEntity } from '../storage/entities/push.entity.js';

/** What is known of an accepted push; enough to answer a replay. */
export type AcceptedPush = Pick<PushEntity, 'id' | 'flowId' | 'attempt' | 'flowName' | 'digest' | 'warnings' | 'epoch'>;

export type NewPush = AcceptedPush & Pick<PushEntity, 'projectId' | 'body'>;

/** Inserts and finds pushes. The primary key (project, id derived from the key) is the one truth about duplicates. */
@Injectable()
export class PushLedger {
  constructor(@InjectRepository(PushEntity) private readonly pushes: Repository<PushEntity>) {}

  find(projectId: string, id: string): Promise<AcceptedPush | null> {
    return this.pushes.findOne({
      where: { projectId, id },
      select: { id: true, flowId: true, attempt: true, flowName: true, digest: true, warnings: true, epoch: true },
    });
  }

  /** Durable when it resolves. `false`: a push with this key came first. */
  async insert(push: NewPush): Promise<boolean> {
    try {
      const rows: unknown[] = await this.pushes.query(
        `insert into push (project_id, id, flow_id, attempt, flow_name, digest, state, body, body_bytes, warnings, epoch, next_try_at)
         values ($1, $2, $3, $4, $5, $6, 'accepted', $7, $8, $9, $10, now() + interval '15 s')
         on conflict do nothing returning id`,
        [
          push.projectId,
          push.id,
          push.flowId,
          push.attempt,
          push.flowName,
          push.digest,
          push.body,
          push.body?.byteLength,
          push.warnings,
          push.epoch,
        ],
      );
      return rows.length > 0;
    } catch (error) {
      throw isLockTimeout(error) ? inFlight(error) : error;
    }
  }
}

/** The insert waited for the uncommitted row of a twin, in vain. */
const isLockTimeout = (error: unknown): boolean => (error as { code?: string }).code === '55P03';

const inFlight = (cause: unknown): Problem =>
  new Problem('idempotency-in-flight', 'The first request with this key is still being accepted. Try again.', {
    headers: { 'retry-after': '1' },
    cause,
  });
