import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ProcessorMetrics } from './processor-metrics.js';

const lookEveryMs = 5_000;
/** More than twice the time after which what waits is woken again. */
const idleSeconds = 60;
/** Longer than any one step may take before a store, the database or a lock gives up. */
const stuckSeconds = 300;

/** Notices a consumer that is alive and does nothing, though something waits and the database answers. */
@Injectable()
export class ConsumerWatch implements OnApplicationBootstrap, OnModuleDestroy {
  #timer: NodeJS.Timeout | undefined;
  #trouble: string | undefined;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly metrics: ProcessorMetrics,
  ) {}

  /** A sentence for a person; absent while all is well, or the database does not answer. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.look(), lookEveryMs).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  async look(): Promise<void> {
    const { idleSeconds: idle, inHand } = this.metrics;
    const isIdle = idle >= (inHand > 0 ? stuckSeconds : idleSeconds);
    const waiting = isIdle ? await this.#oldestWaiting().catch(() => 0) : 0;
    if (waiting < idleSeconds) this.#trouble = undefined;
    else if (inHand > 0) this.#trouble = `${inHand} pushes have been in work for ${whole(idle)} s and none gets on.`;
    else this.#trouble = `Pushes wait, the oldest for ${whole(waiting)} s, and none was taken for ${whole(idle)} s.`;
  }

  /** Seconds, of what could be taken now. */
  async #oldestWaiting(): Promise<number> {
    const rows: { seconds: number | null }[] = await this.database.query(
      `select extract(epoch from now() - min(received_at))::float8 as seconds from push where state = 'accepted' and not resting`,
    );
    return rows[0]?.seconds ?? 0;
  }
}

const whole = (seconds: number): string => seconds.toFixed(0);
