import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';
import { StartupError } from '../../errors/startup-error.js';

/** Below the ports that systems give to outgoing connections, so that one is still free after a restart. */
const ports = { first: 20_000, last: 32_000 };

/** The port of the last start when it is still free, else another one, which is remembered. */
export async function keptOrFreePort(file: string): Promise<number> {
  const kept = Number(await readFile(file, 'utf8').catch(() => ''));
  if (kept > 0 && (await isFree(kept))) return kept;
  const port = await freePort();
  await writeFile(file, `${port}\n`, { mode: 0o600 });
  return port;
}

async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = randomInt(ports.first, ports.last);
    if (await isFree(port)) return port;
  }
  throw new StartupError('No free port on 127.0.0.1 was found for PostgreSQL. Set DATABASE_URL to one of your own.');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
