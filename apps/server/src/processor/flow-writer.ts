import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { TrailParts, type DecidedObservation } from '../decisions/trail-parts.js';
import { CandidateEntity } from '../storage/entities/candidate.entity.js';
import { FlowEntity } from '../storage/entities/flow.entity.js';
import { ObservationEntity } from '../storage/entities/observation.entity.js';
import { StepEntity } from '../storage/entities/step.entity.js';
import { lockFlows } from '../storage/flow-lock.js';
import { doom } from '../storage/doomed-objects.js';
import type { ObservationRow } from './flow-parts.js';
import { candidateRows, decideFlow } from './flow-summaries.js';
import { uniteFlow, type KnownFlow, type UnitedFields, type UnitedFlow } from './flow-union.js';
import type { StoredPush } from './push-packer.js';
import { insertRows, overwrite } from './rows.js';

type Pushes = [StoredPush, ...StoredPush[]];

/** Unites pushes with what is known of their flows, all in one transaction: readers see all of a push or nothing. */
@Injectable()
export class FlowWriter {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly trailParts: TrailParts,
  ) {}

  /** A push that another worker was first with, or whose flow was deleted, changes nothing. */
  async write(pushes: StoredPush[]): Promise<void> {
    await this.database.transaction(async (manager) => {
      await manager.query(`set local lock_timeout = '20s'`);
      await lockFlows(
        manager,
        pushes.map(({ claimed }) => claimed),
      );
      const states = await settle(manager, pushes);
      const ready = pushes.filter(({ claimed }) => states.get(idOf(claimed)) === 'ready');
      await this.#writeFlows(manager, ready);
      await doom(manager, leftovers(pushes, states));
    });
  }

  async #writeFlows(manager: EntityManager, pushes: StoredPush[]): Promise<void> {
    if (pushes.length === 0) return;
    const known = await findKnown(manager, pushes);
    const groups = Map.groupBy(pushes, ({ claimed }) => placeOf({ ...claimed, id: claimed.flowId }));
    const united = [...groups].map(([place, group]) => uniteFlow(known.get(place), group as Pushes));
    const decided = await Promise.all(
      united.map((one) => {
        const place = placeOf(one.flow);
        return this.#decide(one, known.get(place), groups.get(place) ?? []);
      }),
    );
    await insertRows(manager, FlowEntity, decided, overwrite);
    await insertRows(
      manager,
      StepEntity,
      united.flatMap(({ changedSteps }) => changedSteps),
      overwrite,
    );
    await insertRows(
      manager,
      ObservationEntity,
      united.flatMap(({ observations }) => observations),
      keepLeastOrdinal,
    );
    const again = united.filter(({ wasKnown }) => wasKnown);
    await recount(manager, again);
    await forgetCandidates(manager, again);
    await insertRows(manager, CandidateEntity, decided.flatMap(candidateRows), overwrite);
    await tell(manager, united);
  }

  /** The flow with its summary, made of what these pushes say and of what is known. */
  async #decide(
    { flow, steps, observations }: UnitedFlow,
    known: KnownFlow | undefined,
    group: StoredPush[],
  ): Promise<FlowEntity> {
    const said = new Map(observations.map((row) => [row.id, decidedRow(row)]));
    const earlier = known?.decisions.filter(({ id }) => !said.has(id)) ?? [];
    const deciding = [...earlier, ...said.values()].filter(({ segmentKey }) => segmentKey !== null);
    const parts = await this.trailParts.load(deciding, new Map(steps.map((step) => [step.id, step])));
    const isWhole = parts.length === deciding.length;
    return { ...flow, ...decideFlow(parts, steps), declaredRevision: isWhole ? revisionOf(flow, known, group) : -1 };
  }
}

/** By which declarations all of a flow was read; a push that gave it another name was read by those of that name. */
function revisionOf({ name }: UnitedFields, known: KnownFlow | undefined, group: StoredPush[]): number {
  const isNamedOtherwise =
    group.some(({ claimed }) => claimed.flowName !== name) || (known && known.flow.name !== name);
  if (isNamedOtherwise) return -1;
  const revisions = group.map(({ declaredRevision }) => declaredRevision);
  return Math.min(...revisions, ...(known ? [known.flow.declaredRevision] : []));
}

const decidedRow = (row: ObservationRow): DecidedObservation => ({
  ...row,
  segmentDigest: row.segmentDigest === null ? null : Buffer.from(row.segmentDigest.slice(2), 'hex'),
});

async function forgetCandidates(manager: EntityManager, united: UnitedFlow[]): Promise<void> {
  if (united.length === 0) return;
  await manager.query(
    `delete from candidate where (project_id, flow_id, attempt) in (select * from unnest($1::uuid[], $2::uuid[], $3::int[]))`,
    columnsOf(united),
  );
}

/** The commit of this state is the only mark that a push is done. Answers what each became; those that were done are not in it. */
async function settle(manager: EntityManager, pushes: StoredPush[]): Promise<Map<string, string>> {
  const all = pushes.map(({ claimed }) => claimed);
  const [rows]: [{ project_id: string; id: string; state: string }[], number] = await manager.query(
    `update push set state = done.state, ready_at = case done.state when 'ready' then now() end, body = null, body_key = null,
       last_error = null, same_errors = 0, resting = false
     from (
       select said.project_id, said.id, case when tombstone.flow_id is null then 'ready' else 'deleted' end as state
       from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as said (project_id, id, flow_id) left join tombstone using (project_id, flow_id)) done
     where push.project_id = done.project_id and push.id = done.id and push.state in ('accepted', 'processing')
     returning push.project_id, push.id, push.state`,
    [all.map((push) => push.projectId), all.map(({ id }) => id), all.map(({ flowId }) => flowId)],
  );
  return new Map(rows.map((row) => [idOf({ projectId: row.project_id, id: row.id }), row.state]));
}

/** Never changed once written, but for the place that the pushes gave it. */
const keepLeastOrdinal = (): string =>
  'do update set ordinal = excluded.ordinal where excluded.ordinal < observation.ordinal';

async function findKnown(manager: EntityManager, pushes: StoredPush[]): Promise<Map<string, KnownFlow>> {
  const wanted = {
    projects: pushes.map(({ claimed }) => claimed.projectId),
    ids: pushes.map(({ claimed }) => claimed.flowId),
    attempts: pushes.map(({ claimed }) => claimed.attempt),
  };
  const places = 'in (select * from unnest(:projects::uuid[], :ids::uuid[], :attempts::int[]))';
  const flows = await manager
    .createQueryBuilder(FlowEntity, 'flow')
    .where(`(flow.projectId, flow.id, flow.attempt) ${places}`, wanted)
    .getMany();
  if (flows.length === 0) return new Map();
  const steps = await manager
    .createQueryBuilder(StepEntity, 'step')
    .where(`(step.projectId, step.flowId, step.attempt) ${places}`, wanted)
    .getMany();
  const decisions = await manager
    .createQueryBuilder(ObservationEntity, 'observation')
    .where(`(observation.projectId, observation.flowId, observation.attempt) ${places}`, wanted)
    .andWhere('observation.segmentKey is not null')
    .getMany();
  const placeOfPart = (part: { projectId: string; flowId: string; attempt: number }): string =>
    placeOf({ ...part, id: part.flowId });
  const stepsOf = Map.groupBy(steps, placeOfPart);
  const decisionsOf = Map.groupBy(decisions, placeOfPart);
  return new Map(
    flows.map((flow) => {
      const place = placeOf(flow);
      return [place, { flow, steps: stepsOf.get(place) ?? [], decisions: decisionsOf.get(place) ?? [] }];
    }),
  );
}

/** Counts all observations of flows that had some before. */
async function recount(manager: EntityManager, united: UnitedFlow[]): Promise<void> {
  if (united.length === 0) return;
  await manager.query(
    `update flow set (observation_count, bytes) = (
       select count(*), coalesce(sum(observation.bytes), 0) from observation
       where observation.project_id = flow.project_id and observation.flow_id = flow.id and observation.attempt = flow.attempt)
     where (project_id, id, attempt) in (select * from unnest($1::uuid[], $2::uuid[], $3::int[]))`,
    columnsOf(united),
  );
}

/** Whoever listens learns of the revision with the commit that made it. */
async function tell(manager: EntityManager, united: UnitedFlow[]): Promise<void> {
  await manager.query(
    `insert into event (project_id, kind, flow_id, attempt, revision)
     select project_id, 'flow.ready', flow_id, attempt, revision
     from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[]) as ready (project_id, flow_id, attempt, revision)`,
    [...columnsOf(united), united.map(({ flow }) => flow.revision)],
  );
}

const columnsOf = (united: UnitedFlow[]): unknown[][] => [
  united.map(({ flow }) => flow.projectId),
  united.map(({ flow }) => flow.id),
  united.map(({ flow }) => flow.attempt),
];

/** Objects that nobody needs after the commit: staged bodies of what is done, and the packs of what was deleted meanwhile. */
function leftovers(pushes: StoredPush[], states: ReadonlyMap<string, string>): string[] {
  return pushes.flatMap(({ claimed, packKey }) => {
    const state = states.get(idOf(claimed));
    const keys = [state ? claimed.bodyKey : null, state === 'deleted' ? packKey : null];
    return keys.filter((key) => key !== null);
  });
}

const idOf = ({ projectId, id }: { projectId: string; id: string }): string => `${projectId}/${id}`;
const placeOf = (flow: { projectId: string; id: string; attempt: number }): string => `${idOf(flow)}/${flow.attempt}`;
