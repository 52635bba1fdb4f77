import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import process from 'node:process';
import { fetchOverNodeHttp } from './node-fetch.js';
import type { SendingHost } from './sending-host.js';

const signals = ['SIGTERM', 'SIGINT'] as const;
/** Longer than any flow is under way; only that it is there keeps the process alive. */
const aDay = 86_400_000;

/** Node, Bun and Deno. */
export const sendingHost: SendingHost = {
  fetch: fetchOverNodeHttp,
  newSha256: () => {
    const hash = createHash('sha256');
    return { update: (bytes) => void hash.update(bytes), hex: async () => hash.digest('hex') };
  },
  utf8Bytes: (text) => Buffer.byteLength(text),
  contentDigest: (body) => `sha-256=:${createHash('sha256').update(body).digest('base64')}:`,
  stayAlive: () => {
    const timer = setInterval(() => undefined, aDay);
    return () => clearInterval(timer);
  },
  onExit: (drain, abandon) => {
    const beforeExit = () => void drain();
    const onSignal = (signal: NodeJS.Signals) => void drainBefore(signal, drain);
    process.once('beforeExit', beforeExit);
    process.once('exit', abandon);
    // Before the host's own listeners: one that listens once is gone when it has been called, and could not be counted.
    for (const signal of signals) process.prependOnceListener(signal, onSignal);
    return () => {
      process.off('beforeExit', beforeExit);
      process.off('exit', abandon);
      for (const signal of signals) process.off(signal, onSignal);
    };
  },
};

/** Ends the process as the signal would have, unless the host listens to it and so decides itself. */
async function drainBefore(signal: NodeJS.Signals, drain: () => Promise<unknown>): Promise<void> {
  const isOurs = process.listenerCount(signal) === 0;
  await drain();
  if (isOurs && process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
