import pg from 'pg';
import type { FlowListItem } from '@flow-trail/contracts';
import { readLedger, type Account } from '../instruments/ledger.js';
import { Reading } from '../traffic/reading.js';
import type { Project } from '../traffic/sender.js';
import { invariants } from './invariants.js';

/** What the checker looks at: the ledger's file and the installation. */
export interface Scene {
  ledgerPath: string;
  /** With which the names of all flows of the ledger begin, and of no others. */
  prefix: string;
  projects: readonly [Project, Project];
  /** Where clients read. */
  url: string;
  databaseUrl: string;
  objectKeys: () => Promise<string[]>;
  residentMegabytes: () => [name: string, megabytes: number][];
  /** When what was accepted must be readable at the latest, in milliseconds of the epoch. */
  readableBy: number;
  /** Keys that may end in quarantine, because the row makes them impossible. */
  quarantined?: ReadonlySet<string>;
  /** Health of the servers, where the row says that it must show the fault. */
  health?: HealthAccount;
}

export interface HealthAccount {
  /** Answers of /readyz during the fault, such as `503 unavailable`. */
  during: string[];
  /** Seconds from the end of the fault until all servers said ok; absent when they did not. */
  recoveredAfter: number | undefined;
}

/** Everything that the invariants are judged by. */
export interface Evidence {
  scene: Scene;
  account: Account;
  readings: Map<string, Reading>;
  database: pg.Client;
  /** When the last of what was accepted was found readable, in milliseconds of the epoch. */
  readableAt: number;
  /** Of every project. Read after all that was accepted had its time. */
  listed: (FlowListItem & { project: string })[];
}

export interface Finding {
  invariant: string;
  meaning: string;
  /** What breaks it; it holds when there is nothing. */
  breaches: string[];
}

export interface Judgement {
  findings: Finding[];
  readableAt: number;
}

/** Judges every invariant by the ledger, the API, the database and the object store, in that order. */
export async function check(scene: Scene): Promise<Judgement> {
  const database = new pg.Client({ connectionString: scene.databaseUrl });
  // A PostgreSQL that ends meanwhile makes the next query fail, which is enough.
  database.on('error', () => undefined);
  await database.connect();
  try {
    const account = readLedger(scene.ledgerPath);
    const readings = new Map(scene.projects.map((project) => [project.name, new Reading(scene.url, project)]));
    const evidence: Evidence = { scene, account, readings, database, readableAt: Date.now(), listed: [] };
    const findings: Finding[] = [];
    for (const { name, meaning, judge } of invariants) {
      const breaches = await judge(evidence).catch((error: unknown) => [`could not be judged: ${String(error)}`]);
      findings.push({ invariant: name, meaning, breaches });
    }
    return { findings, readableAt: evidence.readableAt };
  } finally {
    await database.end();
  }
}

export const broken = (findings: Finding[]): Finding[] => findings.filter(({ breaches }) => breaches.length > 0);
