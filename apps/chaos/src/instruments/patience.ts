import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until it is so; answers whether it came about before the moment. */
export async function cameAbout(
  isSo: () => Promise<boolean> | boolean,
  before: number,
  pauseMs = 100,
): Promise<boolean> {
  for (;;) {
    if (await isSo()) return true;
    if (Date.now() >= before) return false;
    await sleep(pauseMs);
  }
}

/** @throws Error that names what did not come about. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean, seconds: number): Promise<void> {
  if (!(await cameAbout(isSo, Date.now() + seconds * 1000))) throw new Error(`not within ${seconds} s: ${what}`);
}

/** A loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
