// node tools/test-services/redis.mjs [folder] [port]: a Redis for tests, until Ctrl-C
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { endLeftover, freePort, requirePrograms, startProcess, stopOnSignal } from './service-process.mjs';

/**
 * Redis on loopback, as a queue needs it: append-only file, no eviction. A later start in the same folder finds the data.
 * Answers `{ url, pid, stop() }`.
 */
export async function startRedis({ folder, port, appendonly = true, maxmemoryPolicy = 'noeviction' }) {
  requirePrograms(['redis-server'], ['redis-server']);
  mkdirSync(folder, { recursive: true });
  await endLeftover('redis', folder);
  const chosenPort = port ?? (await freePort());
  const settings = {
    bind: '127.0.0.1',
    port: chosenPort,
    dir: path.resolve(folder),
    appendonly: appendonly ? 'yes' : 'no',
    save: '',
    'maxmemory-policy': maxmemoryPolicy,
    daemonize: 'no',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const redis = startProcess({ name: 'redis', folder, command: 'redis-server', args });
  await redis.until(() => answersPing(chosenPort), 20);
  return { url: `redis://127.0.0.1:${chosenPort}`, pid: redis.pid, stop: () => redis.stop('SIGTERM') };
}

/** `+PONG`; while it still loads the append-only file it says `-LOADING`. */
function answersPing(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write('PING\r\n'));
    socket.setTimeout(1000, () => socket.destroy());
    socket.once('data', (answer) => {
      resolve(answer.toString().startsWith('+PONG'));
      socket.destroy();
    });
    socket.once('error', () => resolve(false)).once('close', () => resolve(false));
  });
}

if (process.argv[1] === import.meta.filename) {
  const [folder = '.flow-trail/services/redis', port] = process.argv.slice(2);
  const redis = await startRedis({ folder, port: port ? Number(port) : undefined });
  console.log(`export REDIS_URL=${redis.url}`);
  stopOnSignal(redis);
}
