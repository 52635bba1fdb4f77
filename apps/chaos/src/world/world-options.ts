import type { Project } from '../traffic/sender.js';

/**
 * `embedded`: one process with everything in it. `external`: api, workers, PostgreSQL, Redis and an S3 server, each on its own.
 * `shared`: two processes of role all on one PostgreSQL and one S3 server, the queue in PostgreSQL.
 */
export type Mode = 'embedded' | 'external' | 'shared';

export interface WorldOptions {
  mode: Mode;
  apis?: number;
  workers?: number;
  /** Settings of every server. */
  env?: NodeJS.ProcessEnv;
  nodeArgs?: readonly string[];
  /** Loaded into every server. */
  preload?: readonly string[];
  /** Loaded into the last server alone. */
  preloadLast?: readonly string[];
  /** Puts the data of PostgreSQL, or of Redis, on a disk of so many megabytes. */
  diskOf?: { program: 'database' | 'redis'; megabytes: number };
}

export const projects: [Project, Project] = [
  { name: 'north', key: 'chaos-key-of-the-north-0001' },
  { name: 'south', key: 'chaos-key-of-the-south-0002' },
];
/** Of every server. */
export const settings = {
  FLOW_TRAIL_API_KEYS: projects.map(({ name, key }) => `${key}:${name}:ingest+read`).join(','),
  FLOW_TRAIL_RATE_REQUESTS_PER_SECOND: '0',
  FLOW_TRAIL_RATE_BYTES_PER_SECOND: '0',
};
