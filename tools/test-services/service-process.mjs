import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A loopback port that was free a moment ago. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Throws a sentence that says how to get a program which is not installed. */
export function requirePrograms(programs, debianPackages) {
  const missing = programs.filter((program) => spawnSync('which', [program]).status !== 0);
  if (missing.length === 0) return;
  throw new Error(`${missing.join(', ')} not found: run make services, or install ${debianPackages.join(' ')}.`);
}

/**
 * A server that runs until `stop()` or until this process ends. Its pid is left in `{folder}/{name}.pid`, so that the
 * next start ends what a killed run left behind; its output goes to `{folder}/{name}.log`.
 */
export function startProcess({ name, folder, command, args, env = {} }) {
  const pidFile = path.join(folder, `${name}.pid`);
  const logFile = path.join(folder, `${name}.log`);
  const log = openSync(logFile, 'a');
  const child = spawn(command, args, { cwd: folder, stdio: ['ignore', log, log], env: { ...process.env, ...env } });
  closeSync(log);
  writeFileSync(pidFile, `${child.pid}\n`);
  const exited = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);

  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid,
    /** Polls until `probe` holds; fails with the end of the log when the process ends first or time is up. */
    async until(probe, seconds) {
      const deadline = Date.now() + seconds * 1000;
      while (!(await probe())) {
        if (!isRunning() || Date.now() > deadline) {
          throw new Error(
            `${name} did not come up. The end of ${logFile}:\n${readFileSync(logFile, 'utf8').slice(-2000)}`,
          );
        }
        await delay(50);
      }
    },
    async stop(signal = 'SIGKILL') {
      if (isRunning()) child.kill(signal);
      await exited;
      process.off('exit', killAtExit);
      rmSync(pidFile, { force: true });
    },
  };
}

/** Ends what a killed run left under this name, if the process with that pid still works in this folder. */
export async function endLeftover(name, folder) {
  const pidFile = path.join(folder, `${name}.pid`);
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  while (worksIn(folder, pid)) {
    process.kill(pid, 'SIGKILL');
    await delay(50);
  }
  rmSync(pidFile);
}

/** Where there is no /proc, nothing is known and nothing ended. */
function worksIn(folder, pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder);
  } catch {
    return false;
  }
}

/** Keeps a service that was started by hand until Ctrl-C. */
export function stopOnSignal(service) {
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => void service.stop().then(() => process.exit()));
}
