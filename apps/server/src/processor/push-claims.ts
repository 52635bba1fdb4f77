import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { PushJob } from '../queue/push-queue.js';
import type { PushEntity } from '../storage/entities/push.entity.js';
import type { Verdict } from './failure.js';

/** What a worker has in hand. `body` is let go of as soon as it is packed. */
export type ClaimedPush = Pick<
  PushEntity,
  | 'projectId'
  | 'id'
  | 'flowId'
  | 'attempt'
  | 'flowName'
  | 'digest'
  | 'contentType'
  | 'body'
  | 'bodyKey'
  | 'bodyBytes'
  | 'epoch'
  | 'attempts'
  | 'lastError'
  | 'sameErrors'
  | 'receivedAt'
>;

/** How much one claim takes. */
export interface Share {
  pushes: number;
  bytes: number;
}

/** A worker that says nothing for so long is taken for dead. */
const leaseSeconds = 10;
const renewEveryMs = 2_500;

const claimed = `returning push.project_id as "projectId", push.id, push.flow_id as "flowId", push.attempt, push.flow_name as "flowName", push.digest,
  push.content_type as "contentType", push.body, push.body_key as "bodyKey", push.body_bytes::float8 as "bodyBytes", push.epoch,
  push.attempts, push.last_error as "lastError", push.same_errors as "sameErrors", push.received_at as "receivedAt"`;
const take = `update push set state = 'processing', attempts = attempts + 1, next_try_at = now() + interval '${leaseSeconds} s'`;
const claimable = `state = 'accepted' and not resting`;

/** Who works on what, in PostgreSQL: a claim is a lease that is renewed while its worker lives. */
@Injectable()
export class PushClaims implements OnModuleDestroy {
  readonly #inHand = new Set<ClaimedPush>();
  readonly #renewal = setInterval(() => void this.#renew(), renewEveryMs).unref();

  constructor(@InjectDataSource() private readonly database: DataSource) {}

  onModuleDestroy(): void {
    clearInterval(this.#renewal);
  }

  /** The push of the wake-up, unless it is gone or too large, and with it others that wait: of each project in turn, the oldest. */
  async claimWith({ projectId, pushId, epoch }: PushJob, share: Share): Promise<ClaimedPush[]> {
    return this.#claim(
      `own as materialized (
         select project_id, id, body_bytes, received_at, 0::bigint as turn from push
         where project_id = $3 and id = $4 and epoch = $5 and ${claimable} and body_bytes <= $2
         for update skip locked),`,
      'select * from own union select * from others',
      [share.pushes, share.bytes, projectId, pushId, epoch],
    );
  }

  /** What waits, of each project in turn the oldest. */
  claimAny(share: Share): Promise<ClaimedPush[]> {
    return this.#claim('', 'select * from others', [share.pushes, share.bytes]);
  }

  /** The oldest push of more than so many bytes, of the project that comes after the one named. */
  async claimLarge(aboveBytes: number, afterProjectId: string): Promise<ClaimedPush | undefined> {
    const [push] = await this.#run(
      `${take} where (project_id, id) in (
         select project_id, id from push where ${claimable} and body_bytes > $1
         order by project_id <= $2, project_id, received_at limit 1 for update skip locked)
       ${claimed}`,
      [aboveBytes, afterProjectId],
    );
    return push;
  }

  async isLarge({ projectId, pushId, epoch }: PushJob, aboveBytes: number): Promise<boolean> {
    const rows: unknown[] = await this.database.query(
      `select 1 from push where project_id = $1 and id = $2 and epoch = $3 and ${claimable} and body_bytes > $4`,
      [projectId, pushId, epoch, aboveBytes],
    );
    return rows.length > 0;
  }

  /** Tries and their delays live with the push, not in the queue: the reconciler wakes it when the delay is over. */
  async giveBack(push: ClaimedPush, { state, lastError, sameErrors, delaySeconds }: Verdict): Promise<void> {
    await this.database.query(
      `update push set state = $4, resting = true, last_error = $5, same_errors = $6, next_try_at = now() + make_interval(secs => $7)
       where project_id = $1 and id = $2 and epoch = $3 and state = 'processing'`,
      [push.projectId, push.id, push.epoch, state, lastError, sameErrors, delaySeconds],
    );
  }

  /** The worker is through with them, one way or another. */
  release(pushes: ClaimedPush[]): void {
    for (const push of pushes) this.#inHand.delete(push);
  }

  #claim(own: string, candidates: string, parameters: unknown[]): Promise<ClaimedPush[]> {
    return this.#run(
      `with recursive ${own}
       project as (
         (select project_id from push where ${claimable} order by project_id limit 1)
         union all
         select next.project_id from project cross join lateral (
           select project_id from push where ${claimable} and push.project_id > project.project_id order by project_id limit 1) next),
       others as materialized (
         select oldest.*, row_number() over (partition by oldest.project_id order by oldest.received_at, oldest.id) as turn
         from project cross join lateral (
           select project_id, id, body_bytes, received_at from push
           where push.project_id = project.project_id and ${claimable} and body_bytes <= $2
           order by received_at, id limit (select greatest(1, $1::int / count(*)) from project) for update skip locked) oldest),
       chosen as (
         select project_id, id, sum(body_bytes) over fair as so_far, row_number() over fair as place
         from (select distinct on (project_id, id) * from (${candidates}) found order by project_id, id, turn) candidate
         window fair as (order by turn, received_at, id))
       ${take} from chosen
       where push.project_id = chosen.project_id and push.id = chosen.id and chosen.so_far <= $2 and chosen.place <= $1
       ${claimed}`,
      parameters,
    );
  }

  async #run(statement: string, parameters: unknown[]): Promise<ClaimedPush[]> {
    const [pushes]: [ClaimedPush[], number] = await this.database.query(statement, parameters);
    for (const push of pushes) this.#inHand.add(push);
    return pushes;
  }

  async #renew(): Promise<void> {
    const pushes = [...this.#inHand];
    if (pushes.length === 0) return;
    // A lease that could not be renewed may run out; then two workers do the same, and one of them in vain.
    await this.database
      .query(
        `update push set next_try_at = now() + interval '${leaseSeconds} s' where (project_id, id) in (
           select project_id, id from push join unnest($1::uuid[], $2::uuid[], $3::int[]) as mine (project_id, id, epoch)
             using (project_id, id, epoch)
           where state = 'processing' for update of push skip locked)`,
        [pushes.map((push) => push.projectId), pushes.map(({ id }) => id), pushes.map(({ epoch }) => epoch)],
      )
      .catch(() => undefined);
  }
}
