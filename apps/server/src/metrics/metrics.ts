import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { DataSource } from 'typeorm';

interface StateRow {
  state: string;
  pushes: string;
  oldest_seconds: number;
}

/** What this process counts, for Prometheus. No label names a project, a flow or a person. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly #others: (() => Promise<string>)[] = [];

  /** Every push that its key lets in ends in exactly one outcome: accepted, replayed, or the code of its problem. */
  readonly ingestRequests = new Counter({
    name: 'flowtrail_ingest_requests_total',
    help: 'Requests to send a push, by what became of them',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  readonly acceptSeconds = new Histogram({
    name: 'flowtrail_ingest_accept_duration_seconds',
    help: 'From the first byte of an accepted push to its answer',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  readonly inFlightBytes = new Gauge({
    name: 'flowtrail_ingest_inflight_bytes',
    help: 'Bytes of bodies that are being taken in',
    registers: [this.registry],
  });

  readonly #pushes = new Gauge({
    name: 'flowtrail_pushes',
    help: 'Pushes by state, of those that are not done',
    labelNames: ['state'],
    registers: [this.registry],
  });

  readonly #oldest = new Gauge({
    name: 'flowtrail_push_oldest_waiting_seconds',
    help: 'Age of the oldest accepted push that cannot be read yet',
    registers: [this.registry],
  });

  constructor(@InjectDataSource() private readonly database: DataSource) {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Another's metrics, in the same format, of other names. */
  add(text: () => Promise<string>): void {
    this.#others.push(text);
  }

  async text(): Promise<string> {
    await this.#readPushes();
    const texts = await Promise.all([this.registry.metrics(), ...this.#others.map((text) => text())]);
    return texts.join('\n');
  }

  async #readPushes(): Promise<void> {
    const rows: StateRow[] = await this.database.query(
      `select state, count(*) as pushes, extract(epoch from now() - min(received_at))::float8 as oldest_seconds
       from push where state in ('accepted', 'processing', 'quarantined') group by state`,
    );
    this.#pushes.reset();
    for (const state of ['accepted', 'processing', 'quarantined']) this.#pushes.set({ state }, 0);
    for (const { state, pushes } of rows) this.#pushes.set({ state }, Number(pushes));
    const waiting = rows.filter(({ state }) => state !== 'quarantined').map(({ oldest_seconds }) => oldest_seconds);
    this.#oldest.set(Math.max(0, ...waiting));
  }
}
