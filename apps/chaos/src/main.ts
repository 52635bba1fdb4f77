import { randomInt } from 'node:crypto';
import { help, readArguments, type Arguments } from './arguments.js';
import { broken } from './checker/checker.js';
import { keepSeed, readKeptSeeds } from './kept-seeds.js';
import { allMutants, type Mutant } from './mutants/all-mutants.js';
import { allRows } from './rows/all-rows.js';
import type { Row } from './trial/row.js';
import { runTrial, type Outcome } from './trial/run-trial.js';
import { canMount } from './world/small-disk.js';
import { WorldPool } from './world/world-pool.js';
import type { WorldOptions } from './world/world-options.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Entry {
  row: Row;
  world: WorldOptions;
  seed: number;
}

// The programs of a world end with this process; a signal alone would leave them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const { seeds, rows, modes, mutants } = askedFor();
say(`SEED=${seeds.join(',')}`);

const pool = new WorldPool();
let isGood = true;
try {
  isGood = await (mutants ? runMutants() : runRows(plan()));
} finally {
  await pool.discard();
}
process.exit(isGood ? 0 : 1);

function askedFor(): Arguments {
  try {
    const modes = allRows.flatMap(({ worlds }) => worlds.map(({ mode }) => mode));
    const all = { rows: allRows.map(({ id }) => id), modes };
    return readArguments(process.argv.slice(2), () => randomInt(1_000_000), all);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${help}\n`);
    process.exit(2);
  }
}

/** Entries that can share a world stand together; seeds that failed before come again. */
function plan(): Entry[] {
  const named = allRows.filter(({ id }) => rows.length === 0 || rows.includes(id));
  const chosen = named.filter(({ mounts = false }) => !mounts || canMount());
  for (const { id } of named.filter((row) => !chosen.includes(row)))
    say(`not run ${id}: only root can mount its disk.`);
  const entries = chosen.flatMap((row) =>
    row.worlds
      .filter(({ mode }) => modes.length === 0 || modes.includes(mode))
      .flatMap((world) => {
        const all = new Set([...seeds, ...readKeptSeeds(row.id, world.mode)]);
        return [...all].map((seed) => ({ row, world, seed }));
      }),
  );
  return [...Map.groupBy(entries, ({ world }) => JSON.stringify(world)).values()].flat();
}

async function runRows(entries: Entry[]): Promise<boolean> {
  let held = 0;
  for (const { row, world, seed } of entries) {
    const taken = await pool.take(world);
    const outcome = await runTrial(row, taken, seed);
    tell(row, world, seed, outcome);
    if (outcome.isGood) {
      held++;
      continue;
    }
    say(`  its logs: ${taken.folder}`);
    keepSeed(row.id, world.mode, seed);
    await pool.discard(true);
  }
  say(`${held} of ${entries.length} rows hold.`);
  return held === entries.length;
}

function tell(row: Row, { mode }: WorldOptions, seed: number, outcome: Outcome): void {
  const { isGood, seconds, recoverySeconds, plan, findings } = outcome;
  const took = `${seconds.toFixed(0)} s, readable after ${recoverySeconds.toFixed(1)} s`;
  say(`${isGood ? 'holds ' : 'BROKEN'} ${row.id} ${mode} (${took})  ${row.fault}  ${JSON.stringify(plan)}`);
  for (const { invariant, meaning, breaches } of broken(findings)) {
    say(`  ${invariant} (${meaning})`);
    for (const breach of breaches.slice(0, 10)) say(`    ${breach}`);
    if (breaches.length > 10) say(`    and ${breaches.length - 10} more`);
  }
  if (!isGood) say(`  again: SEED=${seed} ROWS=${row.id} MODES=${mode} make chaos`);
}

async function runMutants(): Promise<boolean> {
  const [seed = 0] = seeds;
  const chosen = allMutants.filter(({ name }) => rows.length === 0 || rows.includes(`FM-${name}`));
  let found = 0;
  for (const mutant of chosen) if (await isFoundOut(mutant, seed)) found++;
  say(`${found} of ${chosen.length} mutants were found out.`);
  return found === chosen.length;
}

async function isFoundOut({ name, wrong, breaks, row, world }: Mutant, seed: number): Promise<boolean> {
  const { findings, seconds } = await runTrial(row, await pool.take(world), seed);
  const all = broken(findings).map(({ invariant }) => invariant);
  const isFound = all.includes(breaks);
  say(
    `${isFound ? 'found ' : 'MISSED'} ${name} (${seconds.toFixed(0)} s, ${row.id})  ${wrong}: broke ${all.join(', ')}`,
  );
  await pool.discard();
  return isFound;
}
