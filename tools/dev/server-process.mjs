import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { startChild } from './child.mjs';
import '../typescript-hook.mjs';

/** PostgreSQL alone may take 30 s to stop: then it is stopped by force. */
const stopMilliseconds = 40_000;
const program = ['-C', '@flow-trail/source', '--enable-source-maps', '--import', './tools/typescript-hook.mjs'];

/**
 * The server, run from its sources. `ready` resolves with the URL that it serves, or undefined when it ended first;
 * `ended` with `{ code, signal }`, once nothing of it is left running.
 */
export function startServer({ dataFolder, print }) {
  const child = startChild(process.execPath, [...program, 'apps/server/src/main.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, FLOW_TRAIL_DATA: dataFolder, FLOW_TRAIL_SUPERVISOR_PID: String(process.pid) },
  });
  const ended = child.ended.then(async (end) => {
    await stopDatabaseOf(child.pid, dataFolder);
    return end;
  });
  let isStopping = false;
  return {
    ready: Promise.race([readyUrl(child.stdout, print), ended.then(() => undefined)]),
    ended,
    kill: child.kill,
    /** True once it was told to stop, so that its end is no surprise. */
    get isStopping() {
      return isStopping;
    },
    async stop() {
      isStopping = true;
      await child.stop(stopMilliseconds);
      return ended;
    },
  };
}

function readyUrl(stdout, print) {
  return new Promise((resolve) => {
    createInterface(stdout).on('line', (line) => {
      print(line);
      const url = /^Flow Trail is ready: (\S+)/.exec(line)?.[1];
      if (url) resolve(url);
    });
  });
}

/** A server that was killed leaves its lock, and PostgreSQL running. Somebody else's lock is none of our business. */
async function stopDatabaseOf(pid, dataFolder) {
  if (holderOf(dataFolder) !== pid) return;
  const { stopLeftoverPostgres } = await import('../../apps/server/src/storage/embedded/leftover.ts');
  await stopLeftoverPostgres(path.resolve(dataFolder));
}

function holderOf(dataFolder) {
  try {
    return JSON.parse(readFileSync(path.join(dataFolder, 'lock'), 'utf8')).pid;
  } catch {
    return undefined;
  }
}
