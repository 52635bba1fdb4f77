import { afterAll, describe, expect, it } from '@jest/globals';
import { broken, type Finding } from './checker/checker.js';
import { allMutants } from './mutants/all-mutants.js';
import { rowOf } from './rows/all-rows.js';
import { embedded, type Row } from './trial/row.js';
import { runTrial } from './trial/run-trial.js';
import { WorldPool } from './world/world-pool.js';

const seed = 7;
const pool = new WorldPool();

/** A machine that does other things too may take its time; what is lost stays lost. */
const patient = (row: Row): Row => ({ ...row, recoverySeconds: 120 });

/** Those who broke, and how, so that a failure tells what happened. */
const breaches = (findings: Finding[]): string[] =>
  broken(findings).flatMap(({ invariant, breaches }) => breaches.map((breach) => `${invariant} ${breach}`));

afterAll(() => pool.discard(), 30_000);

describe('the embedded server', () => {
  it.each(['FM-N4', 'FM-P10', 'FM-A2'])('holds %s', async (id) => {
    const { findings } = await runTrial(patient(rowOf(id)), await pool.take(embedded), seed);
    expect(breaches(findings)).toEqual([]);
  });
});

describe('the checker', () => {
  it.each(['a row twice', 'an object deleted by hand'])('finds out %s', async (name) => {
    const mutant = allMutants.find((candidate) => candidate.name === name)!;
    const { findings } = await runTrial(mutant.row, await pool.take(mutant.world), seed);
    expect(broken(findings).map(({ invariant }) => invariant)).toContain(mutant.breaks);
  });
});
