import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { DeclaredOfFlow, findDeclared, placeOfFlow, type FlowName } from '../decisions/declared.js';
import { collectAfter } from '../push/young-memory.js';
import { AcceptLoad } from '../queue/accept-load.js';
import { AcceptsFirst, calm } from '../queue/accepts-first.js';
import type { PushJob } from '../queue/push-queue.js';
import { ByteBudget } from './byte-budget.js';
import { judge } from './failure.js';
import { FlowWriter } from './flow-writer.js';
import { PushClaims, type ClaimedPush, type Share } from './push-claims.js';
import { ProcessorMetrics } from './processor-metrics.js';
import { PushPacker, type StoredPush } from './push-packer.js';

const mostPushes = 32;
const mostReturns = 20;
const returnPauseMs = 500;
const mostBatchBytes = 4 * 1024 * 1024;

/**
 * Takes waiting pushes through: a few together, each with an object of its own, in one commit. What is too large for a batch goes alone,
 * one at a time, so that small pushes never wait behind it.
 */
@Injectable()
export class PushDrain {
  readonly #logger = new Logger('Processor');
  readonly #budget: ByteBudget;
  readonly #share: Share;
  readonly #smallLane: AcceptsFirst;
  readonly #largeLane: AcceptsFirst;
  #largeRound: Promise<void> | undefined;
  #isStopping = false;
  #lastLargeProject = '00000000-0000-0000-0000-000000000000';

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly claims: PushClaims,
    private readonly packer: PushPacker,
    private readonly flows: FlowWriter,
    load: AcceptLoad,
    private readonly metrics: ProcessorMetrics,
    @InjectDataSource() private readonly database: DataSource,
  ) {
    this.#smallLane = new AcceptsFirst(load, calm.forSmall);
    this.#largeLane = new AcceptsFirst(load, calm.forLarge);
    this.#budget = new ByteBudget(config.processor.workBytes);
    this.#share = { pushes: mostPushes, bytes: Math.min(mostBatchBytes, Math.ceil(this.#budget.total / 4)) };
  }

  /** The push of a wake-up and what waits with it: not every push is woken by a job of its own. */
  async take(job: PushJob): Promise<void> {
    const pushes = await this.#batch(() => this.claims.claimWith(job, this.#share));
    if (this.#isFull(pushes)) await this.#takeSmall();
    if (!pushes.some(({ id }) => id === job.pushId) && (await this.claims.isLarge(job, this.#share.bytes))) {
      this.#takeLarge();
    }
  }

  /** Everything that waits, without any wake-up. */
  async takeAll(): Promise<void> {
    this.#takeLarge();
    await Promise.all(Array.from({ length: this.config.processor.concurrency }, () => this.#takeSmall()));
    await this.#largeRound;
  }

  /** What is in hand is finished; what waits is for the next start. Whoever has work taken says so before waiting for its end. */
  stop(): void {
    this.#isStopping = true;
  }

  /** Resolves when nothing is in hand any more. */
  async idle(): Promise<void> {
    await this.#largeRound;
  }

  async #takeSmall(): Promise<void> {
    while (this.#isFull(await this.#batch(() => this.claims.claimAny(this.#share))));
  }

  async #batch(claim: () => Promise<ClaimedPush[]>): Promise<ClaimedPush[]> {
    const work = async (): Promise<ClaimedPush[]> => {
      const pushes = this.#isStopping ? [] : await claim();
      this.#smallLane.waitedMs = waitedMs(pushes);
      await this.#process(pushes);
      return pushes;
    };
    return this.#smallLane.run(() => this.#budget.hold(this.#share.bytes, work));
  }

  /** After a batch that took all it may, more is likely to wait. */
  #isFull(pushes: ClaimedPush[]): boolean {
    return pushes.length >= this.#share.pushes / 2 || bytesOf(pushes) >= this.#share.bytes / 2;
  }

  #takeLarge(): void {
    this.#largeRound ??= this.#drainLarge()
      .catch((error: unknown) => this.#logger.warn(`Large pushes could not be claimed: ${String(error)}`))
      .finally(() => (this.#largeRound = undefined));
  }

  async #drainLarge(): Promise<void> {
    while (await this.#largeLane.run(() => this.#nextLarge()));
  }

  /** Answers whether there was one. */
  async #nextLarge(): Promise<boolean> {
    const push = this.#isStopping ? undefined : await this.claims.claimLarge(this.#share.bytes, this.#lastLargeProject);
    this.#largeLane.waitedMs = waitedMs(push ? [push] : []);
    if (!push) return false;
    this.#lastLargeProject = push.projectId;
    await this.#budget.hold(push.bodyBytes, () => this.#process([push], () => this.#largeLane.rest()));
    return true;
  }

  async #process(pushes: ClaimedPush[], rest = withoutRest): Promise<void> {
    this.metrics.took(pushes);
    try {
      const declared = await this.#declaredFor(pushes);
      const stored = await Promise.all(pushes.map((push) => this.#store(push, declared(push), rest)));
      await this.#write(stored.filter((push) => push !== undefined));
    } finally {
      collectAfter(bytesOf(pushes));
      this.claims.release(pushes);
      this.metrics.letGo(pushes.length);
    }
  }

  async #declaredFor(pushes: ClaimedPush[]): Promise<(push: ClaimedPush) => DeclaredOfFlow> {
    const nameOf = ({ projectId, flowName }: ClaimedPush): FlowName => ({ projectId, name: flowName });
    const declared = pushes.length > 0 ? await findDeclared(this.database.manager, pushes.map(nameOf)) : new Map();
    return (push) => declared.get(placeOfFlow(nameOf(push))) ?? new DeclaredOfFlow();
  }

  async #store(
    push: ClaimedPush,
    declared: DeclaredOfFlow,
    rest: () => Promise<void>,
  ): Promise<StoredPush | undefined> {
    try {
      return await this.packer.store(push, declared, rest);
    } catch (error) {
      await this.#giveBack(push, error);
      return undefined;
    }
  }

  /** When the commit of several fails, each goes alone, so that what is wrong with one stays with it. */
  async #write(pushes: StoredPush[]): Promise<void> {
    if (pushes.length === 0) return;
    try {
      await this.flows.write(pushes);
      this.metrics.ended('committed', pushes.length);
    } catch (error) {
      const [first, ...others] = pushes;
      if (others.length > 0) for (const push of pushes) await this.#write([push]);
      else if (first) await this.#giveBack(first.claimed, error);
    }
  }

  async #giveBack(push: ClaimedPush, error: unknown): Promise<void> {
    const verdict = judge(error, push, new Date(), Math.random());
    const fate = verdict.state === 'quarantined' ? 'quarantined' : 'will be tried again';
    this.metrics.ended(verdict.state === 'quarantined' ? 'quarantined' : 'retried');
    this.#logger.error(`Push ${push.id}, try ${push.attempts}: ${fate}`, stackOf(error));
    // A database that is away may be back sooner than the lease runs out, which is when the reconciler finds the push.
    for (let tries = 1; ; tries++) {
      try {
        return await this.claims.giveBack(push, verdict);
      } catch (cause) {
        if (tries === mostReturns)
          return this.#logger.warn(`Push ${push.id} could not be given back: ${String(cause)}`);
        await sleep(returnPauseMs);
      }
    }
  }
}

/** A batch of small pushes is one piece. */
const withoutRest = async (): Promise<void> => undefined;

const bytesOf = (pushes: ClaimedPush[]): number => pushes.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);

/** Of the one that waited longest. */
const waitedMs = (pushes: ClaimedPush[]): number =>
  Math.max(0, ...pushes.map(({ receivedAt }) => Date.now() - receivedAt.getTime()));

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
