import { readFileSync } from 'node:fs';

const pollMilliseconds = 500;
/** Bits of SIGHUP and SIGINT. */
const asked = 0b11n;

/**
 * Calls back when make, our parent, is gone, or was asked to end alone: it passes on SIGTERM, but of the others it takes for
 * granted that the terminal sends them to all, and only waits, inside its handler, where the signal is blocked.
 */
export function watchParent(onEnd) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent && !isAsked(parent)) return;
    clearInterval(timer);
    onEnd();
  }, pollMilliseconds).unref();
}

function isAsked(pid) {
  try {
    const blocked = /^SigBlk:\s*(\w+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return (BigInt(`0x${blocked ?? 0}`) & asked) !== 0n;
  } catch {
    return false;
  }
}
