import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Problem } from '../errors/problem.js';
import { isDatabaseDown } from '../http/problem.filter.js';
import { bodyTypes } from '../push/read-push.js';
import { PushEntity } from '../storage/entities/push.entity.js';
import { isDeleted } from '../storage/tombstones.js';

/** What is known of an accepted push; enough to answer a replay. */
export type AcceptedPush = Pick<
  PushEntity,
  'id' | 'flowId' | 'attempt' | 'flowName' | 'digest' | 'warnings' | 'epoch' | 'state'
>;

export type NewPush = Omit<AcceptedPush, 'state'> &
  Pick<PushEntity, 'projectId' | 'body' | 'bodyKey' | 'bodyBytes'> &
  /** JSON unless it says otherwise. */
  Partial<Pick<PushEntity, 'contentType'>>;

interface Waiting {
  push: NewPush;
  resolve: (isNew: boolean) => void;
  reject: (error: unknown) => void;
}

/** Bodies up to this share a transaction with others. */
export const smallBytes = 64 * 1024;
const mostInTransaction = 64;
const mostTransactions = 2;

/**
 * Inserts and finds pushes. The primary key (project, id derived from the key) is the one truth about duplicates.
 *
 * Small pushes that arrive while others are being committed go together in the next transaction: one wait for the disk serves many.
 */
@Injectable()
export class PushLedger {
  readonly #waiting: Waiting[] = [];
  #transactions = 0;

  constructor(@InjectRepository(PushEntity) private readonly pushes: Repository<PushEntity>) {}

  isFlowDeleted(projectId: string, flowId: string): Promise<boolean> {
    return isDeleted(this.pushes.manager, projectId, flowId);
  }

  find(projectId: string, id: string): Promise<AcceptedPush | null> {
    return this.pushes.findOne({
      where: { projectId, id },
      select: {
        id: true,
        flowId: true,
        attempt: true,
        flowName: true,
        digest: true,
        warnings: true,
        epoch: true,
        state: true,
      },
    });
  }

  /** Durable when it resolves. `false`: a push with this key came first, or the flow was deleted. */
  insert(push: NewPush): Promise<boolean> {
    if (push.bodyBytes > smallBytes) return this.#insertAlone(push);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ push, resolve, reject });
      // Those of the same turn of the event loop go together.
      setImmediate(() => void this.#commitWaiting());
    });
  }

  async #commitWaiting(): Promise<void> {
    if (this.#waiting.length === 0 || this.#transactions >= mostTransactions) return;
    const group = this.#waiting.splice(0, mostInTransaction);
    this.#transactions++;
    try {
      await this.#commit(group);
    } finally {
      this.#transactions--;
      void this.#commitWaiting();
    }
  }

  async #commit(group: Waiting[]): Promise<void> {
    try {
      const inserted = await this.#insertRows(group.map(({ push }) => push));
      // Of two requests with one key in one group, the first is the new one.
      for (const { push, resolve } of group) resolve(inserted.delete(`${push.projectId} ${push.id}`));
    } catch (error) {
      // A database that does not answer would answer none of them alone, nor those who wait for their turn.
      const lost = isDatabaseDown(error) ? [...group, ...this.#waiting.splice(0)] : group.length === 1 ? group : [];
      for (const { reject } of lost) reject(asProblem(error));
      if (lost.length === 0)
        await Promise.all(group.map(({ push, resolve, reject }) => this.#insertAlone(push).then(resolve, reject)));
    }
  }

  async #insertAlone(push: NewPush): Promise<boolean> {
    try {
      return (await this.#insertRows([push])).size > 0;
    } catch (error) {
      throw asProblem(error);
    }
  }

  /** In key order, so that two transactions never wait for each other. Answers what was new. */
  async #insertRows(pushes: NewPush[]): Promise<Set<string>> {
    const rows: { project_id: string; id: string }[] = await this.pushes.query(insert, columnsOf(firstOfEach(pushes)));
    return new Set(rows.map(({ project_id, id }) => `${project_id} ${id}`));
  }
}

/** One text for any number of pushes: their bodies and digests come end to end, everything else as a list. */
const insert = `
  insert into push (project_id, id, flow_id, attempt, flow_name, content_type, body_key, body_bytes, epoch, warnings, digest, body, state, next_try_at)
  select project_id, id, flow_id, attempt, flow_name, content_type, body_key, body_bytes, epoch,
    array(select json_array_elements_text(warnings)),
    substring($12::bytea from place::int * 32 - 31 for 32),
    case when body_key is null then substring($13::bytea from body_end - body_bytes + 1 for body_bytes) end,
    'accepted', now() + interval '15 s'
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::int[], $9::int[], $10::json[], $11::int[])
    with ordinality as said (project_id, id, flow_id, attempt, flow_name, content_type, body_key, body_bytes, epoch, warnings, body_end, place)
  where not exists (
    select from tombstone where tombstone.project_id = said.project_id and tombstone.flow_id = said.flow_id)
  order by project_id, id
  on conflict do nothing returning project_id, id`;

function columnsOf(pushes: NewPush[]): unknown[] {
  const bodies = pushes.map(({ body }) => body ?? Buffer.alloc(0));
  let end = 0;
  return [
    pushes.map(({ projectId }) => projectId),
    pushes.map(({ id }) => id),
    pushes.map(({ flowId }) => flowId),
    pushes.map(({ attempt }) => attempt),
    pushes.map(({ flowName }) => flowName),
    pushes.map(({ contentType }) => contentType ?? bodyTypes.json),
    pushes.map(({ bodyKey }) => bodyKey),
    pushes.map(({ bodyBytes }) => bodyBytes),
    pushes.map(({ epoch }) => epoch),
    pushes.map(({ warnings }) => JSON.stringify(warnings)),
    bodies.map(({ length }) => (end += length)),
    Buffer.concat(pushes.map(({ digest }) => digest)),
    bodies.length === 1 ? bodies[0] : Buffer.concat(bodies),
  ];
}

const keyOf = ({ projectId, id }: { projectId: string; id: string }): string => `${projectId} ${id}`;

/** Of equal keys the first one alone, so that whoever is told that his push is new is the one whose bytes are kept. */
const firstOfEach = (pushes: NewPush[]): NewPush[] => [
  ...new Map(pushes.toReversed().map((push) => [keyOf(push), push])).values(),
];

/** 55P03: the insert waited for the uncommitted row of a twin, in vain. */
const asProblem = (error: unknown): unknown =>
  (error as { code?: string }).code === '55P03' ? inFlight(error) : error;

const inFlight = (cause: unknown): Problem =>
  new Problem('idempotency-in-flight', 'The first request with this key is still being accepted. Try again.', {
    headers: { 'retry-after': '1' },
    cause,
  });
