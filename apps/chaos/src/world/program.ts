import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { cameAbout } from '../instruments/patience.js';

export interface ProgramSpec {
  name: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Receives what it prints. */
  log: string;
  /** Whether it is ready for work. */
  isReady: () => Promise<boolean>;
  /** Started again when it ends, as whatever runs servers in earnest does. */
  isRevived: boolean;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** On a machine that does much else, PostgreSQL and all sources included. */
const startSeconds = 180;
const revivePauseMs = 100;

/** One program that was spawned here; no other process is ever signalled. */
export class Program {
  readonly exits: Exit[] = [];
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #isWanted = false;

  constructor(readonly spec: ProgramSpec) {}

  /** Absent while it does not run. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves when it is ready. @throws Error with the end of its log. */
  async start(): Promise<void> {
    this.#isWanted = true;
    if (!this.#child) this.#spawn();
    await this.ready();
  }

  async ready(): Promise<void> {
    const isUp = await cameAbout(
      () => (this.spec.isRevived || this.#child ? this.spec.isReady() : true),
      Date.now() + startSeconds * 1000,
      50,
    );
    if (!isUp || !this.#child) throw new Error(`${this.spec.name} did not come up. ${this.logEnd()}`);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  pause(): void {
    this.signal('SIGSTOP');
  }

  resume(): void {
    this.signal('SIGCONT');
  }

  /** `kill -9`; a revived program comes back by itself. */
  async kill(): Promise<void> {
    const ended = this.#ended;
    this.signal('SIGKILL');
    await ended;
  }

  /** Asks it to end, or with SIGKILL makes it; it stays down until it is started. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', seconds = 40): Promise<void> {
    this.#isWanted = false;
    this.signal(signal);
    const late = new AbortController();
    const end = await Promise.race([
      this.#ended.then(() => 'ended'),
      sleep(seconds * 1000, 'late', { signal: late.signal }).catch(() => 'ended'),
    ]);
    late.abort();
    if (end === 'late') await this.kill();
  }

  logEnd(): string {
    return `The end of ${this.spec.log}:\n${readFileSync(this.spec.log, 'utf8').slice(-2_000)}`;
  }

  #spawn(): void {
    const { command, args, env, cwd, log } = this.spec;
    const output = openSync(log, 'a');
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', output, output] });
    closeSync(output);
    const leave = (): void => void child.kill('SIGKILL');
    process.once('exit', leave);
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once('error', () => this.#onEnd({ code: null, signal: null }, leave, resolve));
      child.once('exit', (code, signal) => this.#onEnd({ code, signal }, leave, resolve));
    });
  }

  #onEnd(exit: Exit, leave: () => void, resolve: () => void): void {
    process.off('exit', leave);
    this.exits.push(exit);
    this.#child = undefined;
    resolve();
    if (this.spec.isRevived) setTimeout(() => this.#isWanted && !this.#child && this.#spawn(), revivePauseMs);
  }
}
