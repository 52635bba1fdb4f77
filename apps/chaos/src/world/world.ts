import { mkdirSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FaultProxy } from '../instruments/fault-proxy.js';
import { freePort } from '../instruments/patience.js';
import { S3Stub } from '../instruments/s3-stub.js';
import { postmasterUnder, residentKilobytes } from './descendants.js';
import type { Program } from './program.js';
import { Database } from './database.js';
import { SmallDisk } from './small-disk.js';
import { flowTrail, redis } from './programs.js';
import { settings, type WorldOptions } from './world-options.js';

/** A whole installation on loopback in a folder of its own, a proxy on each edge. Every process of it was spawned here. */
export class World {
  readonly folder: string;
  readonly options: WorldOptions;
  /** Those that answer clients, each behind the client edge of the same place. */
  readonly apis: Program[] = [];
  /** Those that process; in `embedded` and `shared` the same programs. */
  readonly workers: Program[] = [];
  readonly clientEdges: FaultProxy[] = [];
  #edges = new Map<string, FaultProxy>();
  #ports = new Map<Program, number>();
  #database: Database | undefined;
  #redis: Program | undefined;
  #objects: S3Stub | undefined;
  #disk: SmallDisk | undefined;

  private constructor(folder: string, options: WorldOptions) {
    this.folder = folder;
    this.options = options;
  }

  static async start(options: WorldOptions): Promise<World> {
    const world = new World(await mkdtemp(path.join(tmpdir(), 'flow-trail-chaos-')), options);
    try {
      await (options.mode === 'embedded' ? world.#startEmbedded() : world.#startExternal());
    } catch (error) {
      await world.stop();
      throw error;
    }
    return world;
  }

  /** What clients call. */
  url(api = 0): string {
    return `http://127.0.0.1:${this.#at(this.clientEdges, api).port}`;
  }

  /** The server itself, past its edge: for whoever watches. */
  directUrl(server = this.#at(this.apis, 0)): string {
    return `http://127.0.0.1:${this.#ports.get(server)}`;
  }

  /** The edge from the servers of a role to what they use. */
  edge(from: 'api' | 'worker', to: 'database' | 'queue' | 'objects'): FaultProxy {
    const edge = this.#edges.get(`${from} ${to}`);
    if (!edge) throw new Error(`there is no edge from ${from} to ${to} in ${this.options.mode}`);
    return edge;
  }

  edgesTo(to: 'database' | 'queue' | 'objects'): FaultProxy[] {
    return [...this.#edges].filter(([name]) => name.endsWith(to)).map(([, edge]) => edge);
  }

  get servers(): Program[] {
    return [...new Set([...this.apis, ...this.workers])];
  }

  get redis(): Program {
    return this.#there(this.#redis, 'Redis');
  }

  get redisPort(): number {
    return this.#ports.get(this.redis) ?? 0;
  }

  get redisFolder(): string {
    return path.join(this.folder, 'redis');
  }

  get disk(): SmallDisk {
    return this.#there(this.#disk, 'the small disk');
  }

  get s3(): S3Stub {
    return this.#there(this.#objects, 'the S3 server');
  }

  get postmaster(): number {
    const pid = (this.#database?.program ?? this.#at(this.apis, 0)).pid;
    return this.#there(pid && postmasterUnder(pid), 'PostgreSQL');
  }

  /** Past every edge, for whoever checks. */
  get databaseUrl(): string {
    return this.#there(this.#database, 'PostgreSQL').url();
  }

  async objectKeys(): Promise<string[]> {
    if (this.#objects) return (await this.#objects.shelf.list('')).map(({ key }) => key);
    const files = readdirSync(this.#objectFolder, { recursive: true, withFileTypes: true });
    return files
      .filter((file) => file.isFile())
      .map((file) => path.relative(this.#objectFolder, path.join(file.parentPath, file.name)))
      .filter((file) => !file.startsWith('~'))
      .map((file) => file.replace('~', '/'));
  }

  /** What each server has in memory. */
  residentMegabytes(): [name: string, megabytes: number][] {
    return this.servers.map(({ spec, pid }) => [spec.name, pid ? residentKilobytes(pid) / 1024 : 0]);
  }

  /** As someone does who has no idea what it was for. */
  async removeObject(key: string): Promise<void> {
    await (this.#objects?.shelf.delete(key) ?? rm(path.join(this.#objectFolder, key.replace(/\/(?=[^/]+$)/, '~'))));
  }

  get #objectFolder(): string {
    return path.join(this.folder, 'data', 'objects');
  }

  /** @param keepsFolder Leaves its data and logs where they are, for whoever wants to know what happened. */
  async stop(keepsFolder = false): Promise<void> {
    const isOneProcess = this.options.mode === 'embedded';
    await Promise.all(this.servers.map((server) => server.stop(isOneProcess ? 'SIGTERM' : 'SIGKILL', 35)));
    await this.#redis?.stop('SIGKILL');
    await this.#database?.program?.stop('SIGTERM', 20);
    await Promise.all([...this.clientEdges, ...this.#edges.values()].map((edge) => edge.close()));
    await this.#objects?.stop();
    this.#disk?.unmount();
    // A PostgreSQL whose server was killed may still be writing its last.
    if (!keepsFolder) await rm(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }

  async #startEmbedded(): Promise<void> {
    const data = path.join(this.folder, 'data');
    this.#database = new Database(data);
    const server = await this.#flowTrail('server', { FLOW_TRAIL_DATA: data }, true);
    this.apis.push(server);
    this.workers.push(server);
    await server.start();
    this.clientEdges.push(await FaultProxy.to(this.#ports.get(server) ?? 0));
  }

  async #startExternal(): Promise<void> {
    const { mode, apis = mode === 'shared' ? 2 : 1, workers = 2 } = this.options;
    const { diskOf } = this.options;
    if (diskOf) this.#disk = new SmallDisk(path.join(this.folder, diskOf.program), diskOf.megabytes);
    this.#objects = await S3Stub.start(path.join(this.folder, 'bucket'));
    const [database] = await Promise.all([
      Database.start(this.folder),
      mode === 'external' ? this.#startRedis() : undefined,
    ]);
    this.#database = database;
    const port = Number(new URL(database.url()).port);
    for (const role of mode === 'external' ? (['api', 'worker'] as const) : (['api'] as const)) {
      this.#edges.set(`${role} database`, await FaultProxy.to(port));
      this.#edges.set(`${role} objects`, await FaultProxy.to(this.#objects.port));
      if (this.#redis) this.#edges.set(`${role} queue`, await FaultProxy.to(this.redisPort));
    }
    for (let number = 1; number <= apis; number++) {
      const isLast = number === apis && (mode === 'shared' || workers === 0);
      this.apis.push(await this.#flowTrail(`api-${number}`, this.#settingsOf('api'), isLast));
    }
    if (mode === 'shared') this.workers.push(...this.apis);
    for (let number = 1; mode === 'external' && number <= workers; number++) {
      this.workers.push(await this.#flowTrail(`worker-${number}`, this.#settingsOf('worker'), number === workers));
    }
    await Promise.all(this.servers.map((server) => server.start()));
    for (const api of this.apis) this.clientEdges.push(await FaultProxy.to(this.#ports.get(api) ?? 0));
  }

  #settingsOf(role: 'api' | 'worker'): NodeJS.ProcessEnv {
    const redisEdge = this.#edges.get(`${role} queue`);
    return {
      FLOW_TRAIL_ROLE: this.options.mode === 'external' ? role : 'all',
      FLOW_TRAIL_DATA: path.join(this.folder, 'unused'),
      DATABASE_URL: this.#database?.url(this.edge(role, 'database').port),
      ...(redisEdge && { REDIS_URL: `redis://127.0.0.1:${redisEdge.port}` }),
      ...this.s3.settings(this.edge(role, 'objects').port),
    };
  }

  async #flowTrail(name: string, env: NodeJS.ProcessEnv, isLast: boolean): Promise<Program> {
    const { nodeArgs, preload = [], preloadLast = [], env: own = {} } = this.options;
    const port = await freePort();
    const program = flowTrail({
      name,
      folder: this.folder,
      port,
      env: { ...settings, ...env, ...own },
      nodeArgs: nodeArgs ?? [],
      preload: [...preload, ...(isLast ? preloadLast : [])],
    });
    this.#ports.set(program, port);
    return program;
  }

  async #startRedis(): Promise<void> {
    mkdirSync(this.redisFolder, { recursive: true });
    const port = await freePort();
    this.#redis = redis(this.folder, this.redisFolder, port);
    this.#ports.set(this.#redis, port);
    await this.#redis.start();
  }

  #at<T>(items: T[], place: number): T {
    return this.#there(items[place], `number ${place}`);
  }

  #there<T>(part: T | undefined, what: string): T {
    if (part === undefined) throw new Error(`${what} is not there in ${this.options.mode}`);
    return part;
  }
}
