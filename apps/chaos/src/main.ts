import { randomInt } from 'node:crypto';
import { readArguments } from './arguments.js';
import { broken } from './checker/checker.js';
import { keepSeed, readKeptSeeds } from './kept-seeds.js';
import { allRows } from './rows/all-rows.js';
import type { Row } from './trial/row.js';
import { runTrial, type Outcome } from './trial/run-trial.js';
import { WorldPool } from './world/world-pool.js';
import type { WorldOptions } from './world/world.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Entry {
  row: Row;
  options: WorldOptions;
  seed: number;
}

const { seeds, rows, modes } = readArguments(process.argv.slice(2), () => randomInt(1_000_000));
say(`SEED=${seeds.join(',')}`);

const pool = new WorldPool();
let failures = 0;
try {
  const entries = plan();
  for (const entry of entries) await run(entry);
  say(`${entries.length - failures} of ${entries.length} rows hold.`);
} finally {
  await pool.discard();
}
process.exit(failures === 0 ? 0 : 1);

/** Entries that can share a world stand together; seeds that failed before come again. */
function plan(): Entry[] {
  const chosen = allRows.filter(({ id }) => rows.length === 0 || rows.includes(id));
  const entries = chosen.flatMap((row) =>
    row.worlds
      .filter(({ mode }) => modes.length === 0 || modes.includes(mode))
      .flatMap((options) => {
        const kept = readKeptSeeds(row.id, options.mode);
        return [...new Set([...seeds, ...kept])].map((seed) => ({ row, options, seed }));
      }),
  );
  const groups = Map.groupBy(entries, ({ options }) => JSON.stringify(options));
  return [...groups.values()].flat();
}

async function run({ row, options, seed }: Entry): Promise<void> {
  const outcome = await runTrial(row, await pool.take(options), seed);
  tell(row, options, seed, outcome);
  if (outcome.isGood) return;
  failures++;
  keepSeed(row.id, options.mode, seed);
  await pool.discard();
}

function tell(row: Row, { mode }: WorldOptions, seed: number, { isGood, seconds, plan, findings }: Outcome): void {
  say(
    `${isGood ? 'holds' : 'BROKEN'} ${row.id} ${mode} ${seconds.toFixed(0)} s  ${row.fault}  ${JSON.stringify(plan)}`,
  );
  for (const { invariant, meaning, breaches } of broken(findings)) {
    say(`  ${invariant} (${meaning})`);
    for (const breach of breaches.slice(0, 10)) say(`    ${breach}`);
    if (breaches.length > 10) say(`    and ${breaches.length - 10} more`);
  }
  if (!isGood) say(`  again: SEED=${seed} ROWS=${row.id} MODES=${mode} make chaos`);
}
