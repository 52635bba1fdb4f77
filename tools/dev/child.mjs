import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A program in a process group of its own, so that Ctrl-C in the terminal reaches it only through us, and the whole
 * group can be ended. `ended` resolves with `{ code, signal }`.
 */
export function startChild(command, args, options = {}) {
  const child = spawn(command, args, { ...options, detached: true });
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  const send = (signal, pid) => {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended already.
    }
  };
  return {
    pid: child.pid,
    stdout: child.stdout,
    stderr: child.stderr,
    ended,
    kill: () => send('SIGKILL', -child.pid),
    /** Asks the process itself to end, and its group to when it does not. */
    async stop(milliseconds) {
      const isUp = () => child.exitCode === null && child.signalCode === null;
      if (isUp()) send('SIGTERM', child.pid);
      await Promise.race([ended, sleep(milliseconds, undefined, { ref: false })]);
      if (isUp()) send('SIGKILL', -child.pid);
      return ended;
    },
  };
}
