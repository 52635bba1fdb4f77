import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartupError } from '../../errors/startup-error.js';
import { folderError } from './folder-error.js';
import { keptOrFreePort } from './free-port.js';
import { stopProcess } from './leftover.js';
import { startPostmaster, type Launch, type Outcome } from './postmaster.js';

/** How long processes of a killed postmaster may take to notice. */
const clearanceMilliseconds = 15_000;
const longestPauseMilliseconds = 5_000;

/** Keeps one PostgreSQL running until it is told to stop. */
export class Supervisor {
  #postmaster: ChildProcess | undefined;
  #restart: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | undefined;
  readonly #giveUp = new AbortController();

  constructor(
    private readonly launch: Omit<Launch, 'port' | 'url'>,
    readonly urlOf: (port: number, database: string) => string,
    private readonly log: (line: string) => void,
  ) {}

  /** Answers the port. */
  async start(): Promise<number> {
    try {
      return await this.#firstStart();
    } catch (error) {
      this.launch.log.close();
      throw error;
    }
  }

  stop(): Promise<void> {
    this.#giveUp.abort();
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #firstStart(): Promise<number> {
    const deadline = Date.now() + clearanceMilliseconds;
    for (;;) {
      const port = await keptOrFreePort(this.launch.files.port);
      const outcome = await this.#startOnce(port);
      if (outcome.status === 'ready') {
        this.#adopt(outcome.postmaster, port);
        return port;
      }
      if (outcome.status === 'failed' || Date.now() > deadline) throw new StartupError(reasonOf(outcome));
      await sleep(200);
    }
  }

  #startOnce(port: number): Promise<Outcome> {
    const { signal } = this.#giveUp;
    const given = this.launch.signal ? AbortSignal.any([signal, this.launch.signal]) : signal;
    return startPostmaster({ ...this.launch, port, url: this.urlOf(port, 'postgres'), signal: given });
  }

  #adopt(postmaster: ChildProcess, port: number): void {
    this.#postmaster = postmaster;
    process.once('exit', this.#leave);
    if (postmaster.exitCode !== null || postmaster.signalCode !== null) this.#revive(port);
    else postmaster.once('exit', () => this.#revive(port));
  }

  /** This process ends without having stopped PostgreSQL: the least that can still be done. */
  readonly #leave = (): void => {
    this.#postmaster?.kill('SIGINT');
  };

  #revive(port: number): void {
    const { exitCode, signalCode } = this.#postmaster ?? {};
    this.#postmaster = undefined;
    process.off('exit', this.#leave);
    if (this.#stopped) return;
    this.log(`PostgreSQL ended unexpectedly (${signalCode ?? `exit code ${exitCode}`}); it is started again.`);
    this.#restart = this.#startAgain(port);
  }

  /** On the same port, which connection pools know; as often as it takes, for what is wrong (a full disk) may pass. */
  async #startAgain(port: number): Promise<void> {
    let told = '';
    for (let pause = 100; !this.#stopped; pause = Math.min(pause * 2, longestPauseMilliseconds)) {
      const outcome = await this.#startOnce(port).catch((error: unknown) => this.#failed(error));
      if (outcome.status === 'ready') {
        this.#adopt(outcome.postmaster, port);
        return this.log('PostgreSQL runs again.');
      }
      const reason = reasonOf(outcome);
      if (reason !== told && outcome.status === 'failed') this.log(reason);
      told = reason;
      await sleep(pause, undefined, { ref: false });
    }
  }

  /** A folder that is gone, or no descriptor left: what ails the database must not end the process. */
  #failed(error: unknown): Outcome {
    return { status: 'failed', reason: folderError(this.launch.files.folder, error).message };
  }

  async #stop(): Promise<void> {
    await this.#restart;
    process.off('exit', this.#leave);
    if (this.#postmaster?.pid !== undefined) await stopProcess(this.#postmaster.pid);
    this.launch.log.close();
  }
}

function reasonOf(outcome: Exclude<Outcome, { status: 'ready' }>): string {
  if (outcome.status === 'failed') return outcome.reason;
  return outcome.status === 'port-taken'
    ? 'Another program took the port of PostgreSQL on 127.0.0.1. End that program, or start again.'
    : 'Processes of a PostgreSQL that was killed still use the data folder. End them, or wait a little and start again.';
}
