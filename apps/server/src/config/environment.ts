import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { StartupError } from '../errors/startup-error.js';
import { parseApiKeys, type ApiKey } from './api-keys.js';

export type Role = 'all' | 'api' | 'worker';

/** What the server was told, as typed groups. Read once, by `readConfig`. */
export interface Config {
  role: Role;
  http: {
    host: string;
    port: number;
    /** Start of every URL that the server gives out, without a trailing slash. */
    publicUrl: string;
    /** Host names that the Host and Origin headers may carry, lower case, without port. */
    allowedHosts: ReadonlySet<string>;
    pushBytes: number;
    observationBytes: number;
    /** Bytes of bodies that this process holds at once. */
    inFlightBytes: number;
    /** Origins whose pages may send flows, exactly as browsers write them. */
    corsOrigins: ReadonlySet<string>;
  };
  access: {
    /** None: whoever reaches the port may do everything, in the one default project. */
    keys: readonly ApiKey[];
    /** Of one key, on average; 0 is no limit. */
    requestsPerSecond: number;
    bytesPerSecond: number;
  };
  dataFolder: string;
  /** Absent: PostgreSQL runs embedded in the data folder. */
  databaseUrl: string | undefined;
  redis: {
    /** Absent: the queue lives in PostgreSQL. */
    queueUrl: string | undefined;
    /** Absent: the cache lives in this process. */
    cacheUrl: string | undefined;
  };
  /** Absent: objects are files in the data folder. */
  s3: S3Config | undefined;
  cache: { ttlSeconds: number; memoryBytes: number };
  /** `workBytes`: bodies that one process has in work at a time. `backlogBytes`: bodies that wait; beyond them none is accepted. */
  processor: { concurrency: number; reconcileSeconds: number; workBytes: number; backlogBytes: number };
  logLevel: LogLevel;
}

export interface S3Config {
  endpoint: string | undefined;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
  forcePathStyle: boolean;
}

const logLevels = ['error', 'warn', 'log', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

const loopbackHosts = ['localhost', '127.0.0.1', '::1', '[::1]'];

/** Reads the environment; every mistake is reported, in one error. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const read = new Reader(environment);
  const host = read.text('HOST', '127.0.0.1');
  const port = read.integer('PORT', 3000, 0, 65_535);
  const publicUrl = read.url('FLOW_TRAIL_PUBLIC_URL', ['http:', 'https:'])?.replace(/\/+$/, '');
  const config: Config = {
    role: read.oneOf('FLOW_TRAIL_ROLE', ['all', 'api', 'worker'], 'all'),
    http: {
      host,
      port,
      publicUrl: publicUrl ?? `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`,
      allowedHosts: allowedHosts(read.list('FLOW_TRAIL_ALLOWED_HOSTS'), publicUrl),
      pushBytes: read.integer('FLOW_TRAIL_MAX_PUSH_BYTES', 50 * 1024 * 1024, 1024, 512 * 1024 * 1024),
      observationBytes: read.integer('FLOW_TRAIL_MAX_OBSERVATION_BYTES', 32 * 1024 * 1024, 1024, 512 * 1024 * 1024),
      inFlightBytes: read.integer('FLOW_TRAIL_IN_FLIGHT_BYTES', 96 * 1024 * 1024, 1024 * 1024, 16 * 1024 ** 3),
      corsOrigins: readOrigins(read),
    },
    access: {
      keys: readKeys(read),
      requestsPerSecond: read.integer('FLOW_TRAIL_RATE_REQUESTS_PER_SECOND', 5_000, 0, 1_000_000),
      bytesPerSecond: read.integer('FLOW_TRAIL_RATE_BYTES_PER_SECOND', 256 * 1024 * 1024, 0, 16 * 1024 ** 3),
    },
    dataFolder: path.resolve(read.text('FLOW_TRAIL_DATA', '.flow-trail')),
    databaseUrl: read.url('DATABASE_URL', ['postgres:', 'postgresql:']),
    redis: {
      queueUrl: read.url('REDIS_URL', ['redis:', 'rediss:']),
      cacheUrl: read.url('REDIS_CACHE_URL', ['redis:', 'rediss:']) ?? read.url('REDIS_URL', ['redis:', 'rediss:']),
    },
    s3: readS3(read),
    cache: {
      ttlSeconds: read.integer('FLOW_TRAIL_CACHE_TTL_SECONDS', 3600, 1, 86_400),
      memoryBytes: read.integer('FLOW_TRAIL_CACHE_MEMORY_BYTES', 64 * 1024 * 1024, 0, 16 * 1024 ** 3),
    },
    processor: {
      concurrency: read.integer('FLOW_TRAIL_CONCURRENCY', 4, 1, 64),
      reconcileSeconds: read.integer('FLOW_TRAIL_RECONCILE_SECONDS', 5, 1, 3600),
      workBytes: read.integer('FLOW_TRAIL_WORK_BYTES', 64 * 1024 * 1024, 1024 * 1024, 16 * 1024 ** 3),
      backlogBytes: read.integer('FLOW_TRAIL_BACKLOG_BYTES', 16 * 1024 ** 3, 1024 * 1024, 1024 ** 5),
    },
    logLevel: read.oneOf('LOG_LEVEL', logLevels, 'warn'),
  };
  checkBind(read, host, read.flag('FLOW_TRAIL_ALLOW_REMOTE') || config.access.keys.length > 0);
  checkRole(read, config);
  read.throwMistakes();
  return config;
}

function readS3(read: Reader): S3Config | undefined {
  const bucket = read.text('S3_BUCKET', '');
  const endpoint = read.url('S3_ENDPOINT', ['http:', 'https:']);
  if (bucket === '') {
    if (endpoint) read.mistake('S3_ENDPOINT is set but S3_BUCKET is not: name the bucket.');
    return undefined;
  }
  return {
    endpoint,
    bucket,
    region: read.text('S3_REGION', 'us-east-1'),
    accessKeyId: read.required('S3_ACCESS_KEY_ID'),
    secretAccessKey: read.required('S3_SECRET_ACCESS_KEY'),
    forcePathStyle: read.flag('S3_FORCE_PATH_STYLE', endpoint !== undefined),
  };
}

function readKeys(read: Reader): ApiKey[] {
  const name = 'FLOW_TRAIL_API_KEYS';
  const text = read.text(name, '');
  const file = read.text(`${name}_FILE`, '');
  if (text !== '' && file !== '') read.mistake(`${name} and ${name}_FILE are both set: keep one of them.`);
  if (text === '' && file === '') return [];
  const source = file === '' ? name : `${name}_FILE`;
  const { keys, mistakes } = parseApiKeys(text || readKeyFile(read, file));
  for (const mistake of mistakes) read.mistake(`${source}, ${mistake}.`);
  return keys;
}

/** The path is not repeated in the mistake: it may be a key that was put into the wrong setting. */
function readKeyFile(read: Reader, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    read.mistake(`FLOW_TRAIL_API_KEYS_FILE names no file that can be read (${(error as { code?: string }).code}).`);
    return '';
  }
}

function readOrigins(read: Reader): ReadonlySet<string> {
  const origins = read.list('FLOW_TRAIL_CORS_ORIGINS');
  const wrong = origins.filter((origin) => !/^https?:/.test(origin) || originOf(origin) !== origin);
  for (const origin of wrong) {
    read.mistake(
      `FLOW_TRAIL_CORS_ORIGINS holds '${origin}': it takes origins as browsers write them, such as https://app.example.com, without a path and without *.`,
    );
  }
  return new Set(origins);
}

const originOf = (text: string): string | undefined => (URL.canParse(text) ? new URL(text).origin : undefined);

function allowedHosts(named: string[], publicUrl: string | undefined): ReadonlySet<string> {
  const publicHost = publicUrl ? [new URL(publicUrl).hostname] : [];
  return new Set([...loopbackHosts, ...publicHost, ...named].map((host) => host.toLowerCase()));
}

function checkBind(read: Reader, host: string, isRemoteAllowed: boolean): void {
  if (isRemoteAllowed || loopbackHosts.includes(host)) return;
  read.mistake(
    `HOST=${host} would let other machines read and write every flow, for there are no keys. ` +
      'Leave HOST at 127.0.0.1, set FLOW_TRAIL_API_KEYS, or say FLOW_TRAIL_ALLOW_REMOTE=1 when something in front of it checks who comes in.',
  );
}

/** Processes on their own share nothing but what is external. */
function checkRole(read: Reader, config: Config): void {
  if (config.role === 'all') return;
  const missing = [
    ...(config.databaseUrl ? [] : ['DATABASE_URL']),
    ...(config.s3 ? [] : ['S3_BUCKET']),
    ...(config.redis.queueUrl ? [] : ['REDIS_URL']),
  ];
  if (missing.length === 0) return;
  read.mistake(
    `FLOW_TRAIL_ROLE=${config.role} needs ${missing.join(', ')}: what is embedded serves one process only (role all).`,
  );
}

/** Takes values out of the environment and remembers what is wrong with them. */
class Reader {
  readonly #mistakes: string[] = [];

  constructor(private readonly environment: NodeJS.ProcessEnv) {}

  mistake(sentence: string): void {
    this.#mistakes.push(sentence);
  }

  throwMistakes(): void {
    if (this.#mistakes.length > 0) throw new StartupError(this.#mistakes.join('\n'));
  }

  text(name: string, standard: string): string {
    return this.environment[name]?.trim() || standard;
  }

  required(name: string): string {
    const value = this.text(name, '');
    if (value === '') this.mistake(`${name} is missing: S3_BUCKET is set, and needs it.`);
    return value;
  }

  list(name: string): string[] {
    return this.text(name, '')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  integer(name: string, standard: number, least: number, most: number): number {
    const text = this.text(name, String(standard));
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    this.mistake(`${name} is '${text}': it takes a whole number from ${least} to ${most}.`);
    return standard;
  }

  flag(name: string, standard = false): boolean {
    const text = this.text(name, standard ? '1' : '0').toLowerCase();
    if (['1', 'true'].includes(text)) return true;
    if (!['0', 'false'].includes(text)) this.mistake(`${name} is '${text}': it takes 1 or 0.`);
    return false;
  }

  oneOf<T extends string>(name: string, words: readonly T[], standard: T): T {
    const text = this.text(name, standard);
    const word = words.find((candidate) => candidate === text);
    if (word === undefined) this.mistake(`${name} is '${text}': it takes one of ${words.join(', ')}.`);
    return word ?? standard;
  }

  /** The value is not repeated in the mistake: a connection URL may hold a password. */
  url(name: string, protocols: readonly string[]): string | undefined {
    const text = this.text(name, '');
    if (text === '') return undefined;
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
    this.mistake(`${name} is not a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}.`);
    return undefined;
  }
}
