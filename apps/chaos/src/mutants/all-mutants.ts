import pg from 'pg';
import { rowOf } from '../rows/all-rows.js';
import { calm } from '../rows/calm.js';
import { workerKilledAt } from '../rows/worker.js';
import { embedded, external, type Row } from '../trial/row.js';
import type { Trial } from '../trial/trial.js';
import type { World } from '../world/world.js';
import type { WorldOptions } from '../world/world-options.js';

/** A fault of our own, and the invariant that must break by it: a checker that cannot fail proves nothing. */
export interface Mutant {
  name: string;
  /** What the mutant does wrong. */
  wrong: string;
  breaks: string;
  row: Row;
  world: WorldOptions;
}

/** Nobody waits long for what a mutant has lost. */
const hasty = (row: Row, recoverySeconds: number): Row => ({ ...row, recoverySeconds });

/** The server with a file of `mutants/` in it. */
const infected = (world: WorldOptions, mutant: string): WorldOptions => ({
  ...world,
  preload: [...(world.preload ?? []), `mutants/${mutant}`],
});

/** A calm row, after which somebody lays hands on what is stored. */
const tampered = (tamper: (world: World, trial: Trial) => Promise<void>): Row => ({
  ...calm,
  run: async (trial) => {
    await calm.run(trial);
    await trial.settled();
    await tamper(trial.world, trial);
  },
});

async function inDatabase(world: World, statement: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(statement, values);
  await client.end();
}

async function removeObject(world: World): Promise<void> {
  const keys = await world.objectKeys();
  const last = keys.filter((key) => key.startsWith('packs/')).at(-1);
  await world.removeObject(last ?? '');
}

const duplicateFlow = (world: World, { prefix }: Trial): Promise<void> =>
  inDatabase(
    world,
    `insert into flow select (json_populate_record(flow, json_build_object('id', gen_random_uuid()))).*
     from flow where name like $1 limit 1`,
    [`${prefix}%`],
  );

export const allMutants: readonly Mutant[] = [
  {
    name: 'an object deleted by hand',
    wrong: 'rows name an object that is gone',
    breaks: 'INV-3',
    row: tampered(removeObject),
    world: embedded,
  },
  {
    name: 'a row twice',
    wrong: 'one key made two flows',
    breaks: 'INV-2',
    row: tampered(duplicateFlow),
    world: embedded,
  },
  {
    name: 'answer-before-commit',
    wrong: 'the 202 goes out before the commit',
    breaks: 'INV-1',
    row: hasty(rowOf('FM-A1'), 12),
    world: infected(embedded, 'answer-before-commit'),
  },
  {
    name: 'one-retry',
    wrong: 'a push that was in work twice is given up',
    breaks: 'INV-1',
    row: hasty(rowOf('FM-W2'), 40),
    world: infected(external, 'one-retry'),
  },
  {
    name: 'done-before-commit',
    wrong: 'a push is marked as done before its rows are committed',
    breaks: 'INV-2',
    row: hasty(workerKilledAt('in-transaction'), 12),
    world: infected(embedded, 'done-before-commit'),
  },
  {
    name: 'no-reconciler',
    wrong: 'what the queue forgets is forgotten',
    breaks: 'INV-1',
    row: hasty(rowOf('FM-R2'), 30),
    world: infected(external, 'no-reconciler'),
  },
  {
    name: 'rows-one-by-one',
    wrong: 'rows are written without a transaction',
    breaks: 'INV-4',
    row: calm,
    world: infected(embedded, 'rows-one-by-one'),
  },
  {
    name: 'believed-puts',
    wrong: 'nobody looks whether an object was kept',
    breaks: 'INV-3',
    row: hasty(rowOf('FM-O5'), 20),
    world: infected(external, 'believed-puts'),
  },
  {
    name: 'few-tries',
    wrong: 'a push pays for the failures of a store',
    breaks: 'INV-1',
    row: hasty(rowOf('FM-O2'), 20),
    world: infected(external, 'few-tries'),
  },
  {
    name: 'kept-bodies',
    wrong: 'staged bodies are never deleted',
    breaks: 'INV-8',
    row: hasty(rowOf('FM-O1'), 45),
    world: infected(external, 'kept-bodies'),
  },
  {
    name: 'always-fine',
    wrong: 'health says ok whatever happens',
    breaks: 'INV-9',
    row: rowOf('FM-R4'),
    world: infected(external, 'always-fine'),
  },
  {
    name: 'every-project',
    wrong: 'a list shows the flows of another project',
    breaks: 'INV-7',
    row: calm,
    world: infected(embedded, 'every-project'),
  },
  {
    name: 'told-twice',
    wrong: 'each revision is told twice',
    breaks: 'INV-10',
    row: calm,
    world: infected(embedded, 'told-twice'),
  },
  {
    name: 'new-key-each-time',
    wrong: 'ids are made anew with each try',
    breaks: 'INV-2',
    row: hasty(rowOf('FM-P10'), 10),
    world: infected(embedded, 'new-key-each-time'),
  },
];
