import { Logger, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { QueueConnections } from './queue-backend.js';

export const pushQueueName = 'pushes';

/** Wakes a worker for one push. The push itself stays in PostgreSQL. */
export interface PushJob {
  projectId: string;
  pushId: string;
  /** The push's epoch when this was enqueued; a job of an earlier epoch is void. */
  epoch: number;
}

const gatherMilliseconds = 3;
/** While wake-ups follow each other so closely, they are gathered for longer: ten pushes in one batch are a third of the work of ten alone. */
const gatherBusyMilliseconds = 100;
/** Who is woken takes others along: of those that come together, one in so many becomes a job … */
const pushesOfJob = 16;
/** … and of any number so many: the others follow from them. */
const mostJobsTogether = 2;
const mostPerCall = 200;
/** More are added in bulk, for which BullMQ makes temporary tables in PostgreSQL each time: the work of nine that are added one by one. */
const mostOneByOne = 8;

/** The producing end of the queue: wake-ups are gathered for some milliseconds, so that many pushes need few jobs. */
export class PushQueue implements OnModuleDestroy, OnApplicationShutdown {
  readonly #logger = new Logger('Queue');
  #waiting: PushJob[] = [];
  /** Of pushes that nobody takes along. */
  #waitingAlone: PushJob[] = [];
  #timer: NodeJS.Timeout | undefined;
  #flushedAt = 0;

  /** @param giveUp See `QueueConnections`. */
  constructor(
    private readonly queue: Queue<PushJob>,
    readonly giveUp: QueueConnections['giveUp'],
  ) {
    queue.on('error', (error) => this.#logger.warn(`The queue does not answer: ${error.message}`));
  }

  /** Never throws and never waits: a wake-up that is lost is made good by the reconciler. */
  wake(job: PushJob): void {
    this.#waiting.push(job);
    this.#gather();
  }

  /** As `wake`, for a push that may be too large to be taken along with others: it gets a job of its own. */
  wakeAlone(job: PushJob): void {
    this.#waitingAlone.push(job);
    this.#gather();
  }

  /** Queues all of them at once. `false`: the queue does not take them, and whoever asked must do without it. */
  async wakeAll(jobs: PushJob[]): Promise<boolean> {
    for (let at = 0; at < jobs.length; at += mostPerCall) {
      if (!(await this.#add(jobs.slice(at, at + mostPerCall)))) return false;
    }
    return true;
  }

  /** Throws when the queue does not answer. */
  async check(): Promise<void> {
    await this.queue.getJobCountByTypes('waiting');
  }

  async onModuleDestroy(): Promise<void> {
    await this.giveUp();
    await this.#flush();
  }

  async onApplicationShutdown(): Promise<void> {
    // A queue that is down has nothing left to close.
    await this.queue.close().catch(() => undefined);
  }

  #gather(): void {
    const isBusy = performance.now() - this.#flushedAt < gatherBusyMilliseconds;
    this.#timer ??= setTimeout(() => void this.#flush(), isBusy ? gatherBusyMilliseconds : gatherMilliseconds);
  }

  async #flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushedAt = performance.now();
    const together = this.#waiting.splice(0);
    const jobs = Math.min(mostJobsTogether, Math.ceil(together.length / pushesOfJob));
    await this.wakeAll([...this.#waitingAlone.splice(0), ...together.slice(0, jobs)]);
  }

  async #add(jobs: PushJob[]): Promise<boolean> {
    try {
      const wakeUps = jobs.map(wakeUp);
      await (wakeUps.length > mostOneByOne
        ? this.queue.addBulk(wakeUps)
        : Promise.all(wakeUps.map(({ name, data, opts }) => this.queue.add(name, data, opts))));
      return true;
    } catch (error) {
      this.#logger.warn(`${jobs.length} wake-ups were not queued; the reconciler takes them: ${String(error)}`);
      return false;
    }
  }
}

const wakeUp = (data: PushJob) => ({
  name: 'push',
  data,
  opts: { jobId: `${data.pushId}-${data.epoch}`, attempts: 1, removeOnComplete: true, removeOnFail: true },
});
