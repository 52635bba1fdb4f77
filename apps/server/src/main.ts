import 'reflect-metadata';
import { tuneCollector } from './config/collector.js';
import { boundMemory } from './config/memory-bounds.js';
import { requireNode } from './config/node-version.js';
import { StartupError } from './errors/startup-error.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const mostStopMilliseconds = 30_000;

/* eslint-disable no-restricted-syntax -- the one place where the environment enters; readConfig reads it */
const environment = { ...process.env };
boundMemory(environment);
// Diagnostic reports and children carry the environment; nothing but the start needs the keys.
delete process.env['FLOW_TRAIL_API_KEYS'];
/* eslint-enable no-restricted-syntax */

try {
  requireNode();
  tuneCollector();
  // Not before the process has its final settings: loading it takes most of the start.
  const { startServer } = await import('./server.js');
  const server = await startServer(environment, complain);
  const stop = stopOnce(server.close);
  for (const signal of stopSignals) process.on(signal, stop);
  watchSupervisor(Number(environment['FLOW_TRAIL_SUPERVISOR_PID'] ?? 0), stop);
  say(`Flow Trail is ready: ${server.url}`);
} catch (error) {
  complain(error instanceof StartupError ? error.message : String(error instanceof Error ? error.stack : error));
  process.exit(1);
}

function stopOnce(close: () => Promise<void>): () => void {
  let isStopping = false;
  return () => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => {
      complain('Flow Trail did not stop in time and is ended.');
      process.exit(1);
    }, mostStopMilliseconds).unref();
    void close().then(() => process.exit(0));
  };
}

/** A supervisor that was killed cannot pass the word on; its server must not live on alone. */
function watchSupervisor(pid: number, stop: () => void): void {
  if (pid === 0) return;
  setInterval(() => {
    if (process.ppid !== pid) stop();
  }, 500).unref();
}
