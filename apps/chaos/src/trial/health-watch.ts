import { setTimeout as sleep } from 'node:timers/promises';
import type { Health } from '@flow-trail/contracts';
import { cameAbout } from '../instruments/patience.js';
import type { World } from '../world/world.js';

const patienceMs = 4_000;
const recoverySeconds = 30;

/** Asks the first server that answers clients how it is, past its edge. */
export class HealthWatch {
  readonly #answers: string[] = [];
  #isOver = false;
  #running: Promise<void> = Promise.resolve();

  constructor(private readonly world: World) {}

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<string[]> {
    this.#isOver = true;
    await this.#running;
    return this.#answers;
  }

  /** Seconds until every server said ok; absent when they did not in time. */
  async recovery(since: number): Promise<number | undefined> {
    const isFine = async (): Promise<boolean> => {
      const answers = await Promise.all(this.world.apis.map((api) => ask(this.world.directUrl(api))));
      return answers.every((answer) => answer === '200 ok');
    };
    const isRecovered = await cameAbout(isFine, since + recoverySeconds * 1000);
    return isRecovered ? (Date.now() - since) / 1000 : undefined;
  }

  async #run(): Promise<void> {
    const [api] = this.world.apis;
    while (!this.#isOver && api) {
      this.#answers.push(await ask(this.world.directUrl(api)));
      await sleep(150);
    }
  }
}

async function ask(url: string): Promise<string> {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(patienceMs) });
    return `${response.status} ${((await response.json()) as Health).status}`;
  } catch {
    return 'no answer';
  }
}
