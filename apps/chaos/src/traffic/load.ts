import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../instruments/random.js';
import { makePush, mixedBytes, sha256, type MadePush } from './made-push.js';
import type { Project, Sender } from './sender.js';

export interface Lane {
  project: Project;
  sender: Sender;
  random: Random;
}

const replayed = 0.05;
const reused = 0.02;

/** Clients that send without end, each push after the one before: now and then again, now and then other bytes under a used key. */
export class Load {
  #isOver = false;
  #running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly prefix: string,
    private readonly lanes: Lane[],
    private readonly sizeOf = mixedBytes,
  ) {}

  start(): void {
    this.#running = Promise.all(this.lanes.map((lane, number) => this.#run(lane, number)));
  }

  /** Resolves when every push that was begun has ended. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #run({ project, sender, random }: Lane, lane: number): Promise<void> {
    for (let number = 0; !this.#isOver; number++) {
      const push = makePush(random, project.name, `${this.prefix}/${lane}-${number}`, this.sizeOf(random));
      const { outcome } = await sender.deliver(push);
      if (outcome === 'delivered' && random.chance(replayed)) await sender.try(push);
      if (outcome === 'delivered' && random.chance(reused)) await sender.try(withOtherBytes(push));
      await sleep(random.between(10, 120));
    }
  }
}

function withOtherBytes(push: MadePush): MadePush {
  const body = Buffer.concat([push.body, Buffer.from(' ')]);
  return { ...push, body, digest: sha256(body) };
}
