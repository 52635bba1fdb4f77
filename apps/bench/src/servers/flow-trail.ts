import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { ObjectPlace } from '../bare/object-writes.js';
import type { Settings } from '../settings.js';
import { startProgram, type Program } from './program.js';

/** The server under measurement: one process, or an api and a worker. */
export interface FlowTrail {
  port: number;
  /** The process that answers HTTP comes first. */
  pids: number[];
  dataFolder: string;
  databaseUrl: string;
  /** Where its objects go. */
  objects: ObjectPlace;
  /** Ends it and deletes what it stored. */
  stop(): Promise<void>;
}

/** As it runs in production. */
const builtServer = 'apps/server/dist/main.js';
const ready = /^Flow Trail is ready: \S+:(\d+)$/;

export async function startFlowTrail(settings: Settings): Promise<FlowTrail> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'flow-trail-bench-'));
  const programs: Program[] = [];
  const removeFolder = (): void => rmSync(dataFolder, { recursive: true, force: true, maxRetries: 10 });
  process.once('exit', removeFolder);
  const stop = async (): Promise<void> => {
    await Promise.all(programs.map((program) => program.stop()));
    removeFolder();
    process.off('exit', removeFolder);
  };
  try {
    const external = settings.isExternal ? await externalParts(settings.environment) : {};
    for (const FLOW_TRAIL_ROLE of settings.isExternal ? ['api', 'worker'] : ['all']) {
      programs.push(await startRole(settings, { FLOW_TRAIL_DATA: dataFolder, FLOW_TRAIL_ROLE, ...external }));
    }
    const databaseUrl = external['DATABASE_URL'] ?? (await embeddedUrl(dataFolder));
    const port = Number(programs[0]?.said);
    const objects = objectsOf(external, dataFolder);
    return { port, pids: programs.map(({ pid }) => pid), dataFolder, databaseUrl, objects, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Without rate limits: what is measured is the server, not its patience. */
function startRole({ checkout, environment }: Settings, more: NodeJS.ProcessEnv): Promise<Program> {
  const cwd = path.resolve(checkout);
  const rates = { FLOW_TRAIL_RATE_REQUESTS_PER_SECOND: '0', FLOW_TRAIL_RATE_BYTES_PER_SECOND: '0' };
  const env = { ...environment, PORT: '0', FLOW_TRAIL_SUPERVISOR_PID: String(process.pid), ...rates, ...more };
  if (!existsSync(path.join(cwd, builtServer))) {
    throw new Error(`${cwd} has no built server of Flow Trail: run nx build server there.`);
  }
  return startProgram(builtServer, [], { cwd, env, ready });
}

function objectsOf(external: NodeJS.ProcessEnv, dataFolder: string): ObjectPlace {
  const { S3_BUCKET, S3_ENDPOINT, S3_ACCESS_KEY_ID = '', S3_SECRET_ACCESS_KEY = '' } = external;
  if (!S3_BUCKET) return { folder: path.join(dataFolder, 'objects') };
  const credentials = { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY };
  const s3 = {
    endpoint: S3_ENDPOINT,
    region: 'us-east-1',
    credentials,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  } as const;
  return { bucket: S3_BUCKET, s3 };
}

async function embeddedUrl(dataFolder: string): Promise<string> {
  const read = async (name: string): Promise<string> =>
    (await readFile(path.join(dataFolder, 'postgres', name), 'utf8')).trim();
  return `postgres://flow_trail:${await read('password')}@127.0.0.1:${await read('port')}/flow_trail`;
}

/** A database and a bucket of its own on the services that were started for this run. */
async function externalParts(environment: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  const { TEST_DATABASE_URL, TEST_REDIS_URL, TEST_S3_ENDPOINT } = environment;
  if (!TEST_DATABASE_URL || !TEST_REDIS_URL || !TEST_S3_ENDPOINT) {
    throw new Error('--external needs real services: run it as make bench ARGS=--external, which starts them.');
  }
  const name = `bench_${randomUUID().slice(0, 8)}`;
  const client = new pg.Client({ connectionString: TEST_DATABASE_URL });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const database = new URL(TEST_DATABASE_URL);
  database.pathname = `/${name}`;
  return {
    DATABASE_URL: database.href,
    REDIS_URL: TEST_REDIS_URL,
    S3_ENDPOINT: TEST_S3_ENDPOINT,
    S3_BUCKET: name.replace('_', '-'),
    S3_ACCESS_KEY_ID: environment['TEST_S3_ACCESS_KEY_ID'],
    S3_SECRET_ACCESS_KEY: environment['TEST_S3_SECRET_ACCESS_KEY'],
  };
}
