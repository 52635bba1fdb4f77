import { afterAll, describe, expect, it } from '@jest/globals';
import { broken } from './checker/checker.js';
import { allMutants } from './mutants/all-mutants.js';
import { rowOf } from './rows/all-rows.js';
import { external } from './trial/row.js';
import { runTrial } from './trial/run-trial.js';
import { WorldPool } from './world/world-pool.js';

const seed = 7;
const pool = new WorldPool();
afterAll(() => pool.discard(), 30_000);

describe('api, workers, PostgreSQL, Redis and an S3 server', () => {
  it.each(['FM-R2', 'FM-P5', 'FM-O5'])('hold %s', async (id) => {
    const { findings } = await runTrial({ ...rowOf(id), recoverySeconds: 120 }, await pool.take(external), seed);
    expect(broken(findings)).toEqual([]);
  });

  it('are found out when nobody looks for what the queue lost', async () => {
    const mutant = allMutants.find(({ name }) => name === 'no-reconciler')!;
    const { findings } = await runTrial({ ...mutant.row, recoverySeconds: 5 }, await pool.take(mutant.world), seed);
    expect(broken(findings).map(({ invariant }) => invariant)).toContain(mutant.breaks);
  });
});
