import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { guardAccess } from './access/guard-access.js';
import { openBackends, openObjects } from './backends.js';
import { readConfig, type Config } from './config/environment.js';
import { StartupError } from './errors/startup-error.js';
import { createApplication } from './http/application.js';
import { HealthCheck } from './health/health-check.js';
import { Liveness } from './health/liveness.js';
import { Metrics } from './metrics/metrics.js';
import { ConsumerWatch } from './processor/consumer-watch.js';
import { ProcessorMetrics } from './processor/processor-metrics.js';
import { ProcessorThread, type ProcessorThreadData } from './processor-thread.js';
import { migrate } from './storage/database.js';
import { lockDataFolder } from './storage/embedded/data-folder-lock.js';
import { startEmbeddedPostgres } from './storage/embedded/embedded-postgres.js';
import { createProjects } from './storage/projects.js';

export interface RunningServer {
  url: string;
  /** Answers what is under way, then stops everything that was started, in the reverse order. Safe to call twice. */
  close(): Promise<void>;
}

/** Starts one process of Flow Trail with all that is embedded in it. @throws StartupError */
export async function startServer(environment: NodeJS.ProcessEnv, log: (line: string) => void): Promise<RunningServer> {
  const started = new Started();
  try {
    const config = await withFreePort(readConfig(environment));
    if (!config.databaseUrl || !config.s3) await takeDataFolder(config, started);
    await checkPort(config);
    const databaseUrl = await prepare(config, started, log);
    const backends = await openBackends(config, databaseUrl);
    const app = await createApplication(AppModule.of(config, backends), config);
    started.push(() => app.close());
    const acceptMemory = backends.acceptLoad.memory;
    if (config.role === 'all') await startProcessor(app, { config, databaseUrl, acceptMemory }, started, log);
    if (config.role === 'worker')
      observe(app, app.get(ConsumerWatch), () => app.get(ProcessorMetrics).registry.metrics());
    if (config.role !== 'worker') guardAccess(app, config);
    await listen(app, config);
    started.push(async () => app.get(HealthCheck).stop());
    return { url: config.http.publicUrl, close: () => started.stop() };
  } catch (error) {
    await started.stop();
    throw error;
  }
}

async function startProcessor(
  app: NestFastifyApplication,
  data: ProcessorThreadData,
  started: Started,
  log: (line: string) => void,
): Promise<void> {
  const thread = new ProcessorThread(data, log);
  started.push(() => thread.stop());
  await thread.start();
  observe(app, thread, () => thread.metrics());
}

/** Whoever asks this process how it is learns of its processor too. */
function observe(
  app: NestFastifyApplication,
  processor: { trouble: string | undefined },
  metrics: () => Promise<string>,
): void {
  app.get(Liveness).watch(() => processor.trouble);
  app.get(Metrics).add(metrics);
}

async function takeDataFolder(config: Config, started: Started): Promise<void> {
  const lock = await lockDataFolder(config.dataFolder, config.http.publicUrl);
  started.push(() => lock.release());
}

/** Checks and prepares what the stations stand on; answers the database's URL. */
async function prepare(config: Config, started: Started, log: (line: string) => void): Promise<string> {
  const objects = await openObjects(config);
  await objects.check().catch((cause: Error) => {
    throw new StartupError(cause.message, { cause });
  });
  const databaseUrl = config.databaseUrl ?? (await embeddedPostgres(config, started, log));
  await migrate(databaseUrl);
  await createProjects(databaseUrl, new Set(config.access.keys.map(({ project }) => project)));
  return databaseUrl;
}

async function embeddedPostgres(config: Config, started: Started, log: (line: string) => void): Promise<string> {
  const postgres = await startEmbeddedPostgres(config.dataFolder, { log });
  started.push(() => postgres.stop());
  return postgres.url;
}

async function listen(app: NestFastifyApplication, { http }: Config): Promise<void> {
  try {
    await app.listen({ port: http.port, host: http.host });
  } catch (cause) {
    throw portError(http, cause);
  }
}

/** Asked before the slow parts start: who has the port learns it at once. */
async function checkPort({ http }: Config): Promise<void> {
  const probe = createServer();
  try {
    await once(probe.listen(http.port, http.host), 'listening');
  } catch (cause) {
    throw portError(http, cause);
  } finally {
    probe.close();
  }
}

function portError({ host, port }: Config['http'], cause: unknown): StartupError {
  const { code } = cause as { code?: string };
  if (code === 'EADDRINUSE') {
    return new StartupError(`Port ${port} is in use. Stop what serves there, or choose another: PORT=${port + 1}.`, {
      cause,
    });
  }
  if (code === 'EACCES')
    return new StartupError(`Port ${port} needs rights that this user lacks. Choose one from 1024 on.`, { cause });
  return new StartupError(`${host}:${port} cannot be served (${code ?? String(cause)}). Check HOST and PORT.`, {
    cause,
  });
}

/** PORT=0 takes a free one, and every URL names it. */
async function withFreePort(config: Config): Promise<Config> {
  if (config.http.port !== 0) return config;
  const probe = createServer();
  await once(probe.listen(0, config.http.host), 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return { ...config, http: { ...config.http, port, publicUrl: config.http.publicUrl.replace(/:0$/, `:${port}`) } };
}

/** What has been started, to be stopped in the reverse order. */
class Started {
  readonly #stops: (() => Promise<void>)[] = [];
  #stopping: Promise<void> | undefined;

  push(stop: () => Promise<void>): void {
    this.#stops.push(stop);
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<void> {
    for (const stop of this.#stops.reverse()) await stop().catch(() => undefined);
  }
}
