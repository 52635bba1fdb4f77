import type { PushStatus } from '@flow-trail/contracts';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Problem } from '../errors/problem.js';
import { PushQueue } from '../queue/push-queue.js';
import { PushEntity } from '../storage/entities/push.entity.js';
import { flowDeleted } from '../errors/flow-deleted.js';

/** What became of pushes, and another go for those that were quarantined. */
@Injectable()
export class Pushes {
  constructor(
    @InjectRepository(PushEntity) private readonly pushes: Repository<PushEntity>,
    private readonly queue: PushQueue,
  ) {}

  async status(projectId: string, id: string): Promise<PushStatus> {
    const push = await this.pushes.findOne({
      where: { projectId, id },
      select: {
        id: true,
        state: true,
        flowId: true,
        attempt: true,
        receivedAt: true,
        readyAt: true,
        digest: true,
        attempts: true,
        lastError: true,
      },
    });
    if (!push) throw new Problem('not-found', 'There is no such push.');
    const { state, flowId, attempt, receivedAt, readyAt, digest, attempts, lastError } = push;
    if (state === 'deleted') throw flowDeleted();
    return {
      id,
      state,
      flowId,
      attempt,
      receivedAt: receivedAt.toISOString(),
      readyAt: readyAt?.toISOString() ?? null,
      digest: digest.toString('hex'),
      attempts,
      lastError,
    };
  }

  /** A new epoch: whatever is left of the old one in the queue is void. */
  async replay(projectId: string, id: string): Promise<PushStatus> {
    const [rows]: [{ epoch: number }[], number] = await this.pushes.query(
      `update push set state = 'accepted', epoch = epoch + 1, resting = false, same_errors = 0, next_try_at = now() + interval '15 s'
       where project_id = $1 and id = $2 and state = 'quarantined' returning epoch`,
      [projectId, id],
    );
    const status = await this.status(projectId, id);
    if (!rows[0])
      throw new Problem('push-not-quarantined', `This push is ${status.state}: there is nothing to replay.`);
    this.queue.wakeAlone({ projectId, pushId: id, epoch: rows[0].epoch });
    return status;
  }
}
