import { DataSource, type DataSourceOptions } from 'typeorm';
import pg from 'pg';
import { StartupError } from '../errors/startup-error.js';
import { CandidateEntity } from './entities/candidate.entity.js';
import { DeclarationEntity } from './entities/declaration.entity.js';
import { FlowEntity } from './entities/flow.entity.js';
import { ObservationEntity } from './entities/observation.entity.js';
import { PushEntity } from './entities/push.entity.js';
import { StepEntity } from './entities/step.entity.js';
import { Initial1795400000000 } from './migrations/1795400000000-initial.js';
import { Declarations1795450000000 } from './migrations/1795450000000-declarations.js';
import { Lists1795460000000 } from './migrations/1795460000000-lists.js';
import { PartsUnchecked1795470000000 } from './migrations/1795470000000-parts-unchecked.js';
import { ProjectsUnchecked1795440000000 } from './migrations/1795440000000-projects-unchecked.js';

export const entities = [PushEntity, FlowEntity, StepEntity, ObservationEntity, DeclarationEntity, CandidateEntity];

/** Whoever waits for an answer is told soon that there is none; work in the background has longer than any statement may take. */
export const queryTimeouts = { answering: 5_000, working: 40_000 };

export const databaseOptions = (url: string, queryTimeout = queryTimeouts.working): DataSourceOptions => ({
  type: 'postgres',
  url,
  entities,
  migrations: [
    Initial1795400000000,
    ProjectsUnchecked1795440000000,
    Declarations1795450000000,
    Lists1795460000000,
    PartsUnchecked1795470000000,
  ],
  migrationsTransactionMode: 'each',
  extra: {
    max: 12,
    // A new one takes 25 ms of a core, with its first query; after a pause all come at once.
    idleTimeoutMillis: 300_000,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    // On this side of the connection: PostgreSQL ends no statement that never came through to it.
    query_timeout: queryTimeout,
    lock_timeout: 2_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'flow-trail',
  },
});

/** Any number: all that matters is that every server takes the same one. */
const migrationLock = 4_613_902_115;

/** Brings the schema up to date; of several servers that start at once, one does it and the others wait. */
export async function migrate(url: string): Promise<void> {
  const guard = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await guard.connect();
  } catch (cause) {
    throw new StartupError(
      `PostgreSQL does not answer at ${withoutPassword(url)} (${describe(cause)}). Is it running, and is DATABASE_URL right?`,
      { cause },
    );
  }
  // A large table takes its time to change.
  const patient = { max: 2, lock_timeout: 30_000, application_name: 'flow-trail' };
  const schema = new DataSource({ ...databaseOptions(url), extra: patient } as DataSourceOptions);
  try {
    await guard.query('select pg_advisory_lock($1)', [migrationLock]);
    await schema.initialize();
    await schema.runMigrations();
  } finally {
    if (schema.isInitialized) await schema.destroy();
    await guard.end();
  }
}

function withoutPassword(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || 5432}${pathname}`;
}

const describe = (cause: unknown): string => {
  const { code, message } = cause as { code?: string; message?: string };
  return code ?? message ?? 'no answer';
};
