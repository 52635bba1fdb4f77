import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { AggregatorRegistry } from 'prom-client';
import type { Config } from './config/environment.js';

const processor = new URL(`./processor.thread.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
const pauseMilliseconds = 1_000;

/** What lives shortly may take as much; left to itself a thread takes three times that, and is not quicker. */
const resourceLimits = { maxYoungGenerationSizeMb: 16 };

export const reportEveryMs = 1_000;
const silentSeconds = 60;

/** What the thread says of itself every second. */
export interface ProcessorReport {
  /** Of prom-client. */
  metrics: object;
  trouble: string | undefined;
}

export interface ProcessorThreadData {
  config: Config;
  databaseUrl: string;
  /** Of the API's `AcceptLoad`. */
  acceptMemory: SharedArrayBuffer;
}

/**
 * Runs the processor beside the API in one process: slicing and packing large flows never delays an answer. A thread that dies is
 * started again, and so is one that gets nowhere; what it was doing is still in PostgreSQL.
 */
export class ProcessorThread {
  #thread: Worker | undefined;
  #isStopping = false;
  #report: ProcessorReport | undefined;
  #reportedAt = performance.now();

  constructor(
    private readonly data: ProcessorThreadData,
    private readonly log: (line: string) => void,
    private readonly file = processor,
  ) {}

  /** Resolves when the processor takes pushes. */
  async start(): Promise<void> {
    const thread = new Worker(this.file, { workerData: this.data, resourceLimits });
    this.#thread = thread;
    let reason = 'it ended by itself';
    thread.on('error', (error) => (reason = error.stack ?? error.message));
    const ready = new Promise<'ready'>((resolve) => thread.once('message', () => resolve('ready')));
    const ended = endOf(thread);
    if ((await Promise.race([ready, ended])) === 'ended') throw new Error(`The processor did not start: ${reason}`);
    this.#hear(undefined);
    thread.on('message', (report: ProcessorReport) => this.#hear(report));
    const watch = setInterval(() => {
      if (this.#isStopping || !this.trouble) return;
      reason = this.trouble;
      void thread.terminate();
    }, reportEveryMs).unref();
    void ended.then(() => {
      clearInterval(watch);
      return this.#revive(reason);
    });
  }

  /** Why it has to be started again, in a sentence for a person. */
  get trouble(): string | undefined {
    const silence = (performance.now() - this.#reportedAt) / 1000;
    if (silence > silentSeconds) return `The processor has said nothing for ${silence.toFixed(0)} s.`;
    return this.#report?.trouble;
  }

  /** What it counted, for Prometheus. */
  async metrics(): Promise<string> {
    return this.#report ? AggregatorRegistry.aggregate([this.#report.metrics]).metrics() : '';
  }

  #hear(report: ProcessorReport | undefined): void {
    this.#report = report;
    this.#reportedAt = performance.now();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    const thread = this.#thread;
    if (!thread || thread.threadId < 0) return;
    const ended = endOf(thread);
    thread.postMessage('stop');
    await ended;
  }

  async #revive(reason: string): Promise<void> {
    while (!this.#isStopping) {
      this.log(`The processor ended unexpectedly and is started again: ${reason}`);
      await sleep(pauseMilliseconds, undefined, { ref: false });
      if (this.#isStopping) return;
      try {
        return await this.start();
      } catch (error) {
        reason = String(error);
      }
    }
  }
}

/** Not `events.once`: that rejects when the thread fails, and here the end counts, however it came. */
const endOf = (thread: Worker): Promise<'ended'> =>
  new Promise((resolve) => thread.once('exit', () => resolve('ended')));
