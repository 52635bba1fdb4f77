import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';

/** What a process or thread that processes counts, for Prometheus, and when it last got anywhere. */
@Injectable()
export class ProcessorMetrics {
  readonly registry = new Registry();

  readonly #claimed = new Counter({
    name: 'flowtrail_processor_claimed_total',
    help: 'Pushes that were taken into work, each try counted',
    registers: [this.registry],
  });

  readonly #bytes = new Counter({
    name: 'flowtrail_processor_claimed_bytes_total',
    help: 'Bytes of their bodies',
    registers: [this.registry],
  });

  readonly #tries = new Counter({
    name: 'flowtrail_processor_tries_total',
    help: 'Tries that ended, by how: committed, retried or quarantined',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  readonly #inHandGauge = new Gauge({
    name: 'flowtrail_processor_in_hand',
    help: 'Pushes in work',
    registers: [this.registry],
  });

  #inHand = 0;
  #progressAt = performance.now();

  constructor() {
    for (const outcome of ['committed', 'retried', 'quarantined']) this.#tries.inc({ outcome }, 0);
  }

  get inHand(): number {
    return this.#inHand;
  }

  /** Since a push was last taken or let go. */
  get idleSeconds(): number {
    return (performance.now() - this.#progressAt) / 1000;
  }

  took(pushes: { bodyBytes: number }[]): void {
    if (pushes.length === 0) return;
    this.#claimed.inc(pushes.length);
    this.#bytes.inc(pushes.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0));
    this.#moved(pushes.length);
  }

  letGo(pushes: number): void {
    if (pushes > 0) this.#moved(-pushes);
  }

  ended(outcome: 'committed' | 'retried' | 'quarantined', pushes = 1): void {
    this.#tries.inc({ outcome }, pushes);
  }

  #moved(pushes: number): void {
    this.#inHand += pushes;
    this.#inHandGauge.set(this.#inHand);
    this.#progressAt = performance.now();
  }
}
