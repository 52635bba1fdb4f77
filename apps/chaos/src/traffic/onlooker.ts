import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from '../instruments/ledger.js';
import { lacking, type Reading } from './reading.js';

const pauseMs = 50;

/** Reads all the while, and writes into the ledger what nobody may ever see: half a flow, a count that falls, another's flow. */
export class Onlooker {
  readonly #known = new Set<string>();
  #most = 0;
  #isOver = false;
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly prefix: string,
    private readonly reading: Reading,
    private readonly ledger: Ledger,
  ) {}

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      // What cannot be read during a fault is no sighting; what is answered must be whole.
      await this.#look().catch(() => undefined);
      await sleep(pauseMs);
    }
  }

  async #look(): Promise<void> {
    const flows = await this.reading.list(this.prefix);
    if (flows.length < this.#most) this.#see(`${this.reading.project.name} lists ${flows.length} after ${this.#most}`);
    this.#most = Math.max(this.#most, flows.length);
    for (const { id, name } of flows.filter(({ id }) => !this.#known.has(id))) {
      if (await this.#inspect(id, name)) this.#known.add(id);
    }
  }

  async #inspect(id: string, name: string): Promise<boolean> {
    const sent = this.ledger.account.byName(name);
    if (!sent) return this.#see(`${name} is listed and was never sent`);
    if (sent.project !== this.reading.project.name) this.#see(`${this.reading.project.name} lists ${name} of another`);
    const document = await this.reading.document(id);
    if (typeof document === 'number') {
      return [404, 410].includes(document) && this.#see(`${name} is listed and answers ${document}`);
    }
    for (const lack of lacking(document, sent)) this.#see(`${name} ${lack}`);
    return true;
  }

  #see(what: string): true {
    this.ledger.write({ event: 'seen', what });
    return true;
  }
}
