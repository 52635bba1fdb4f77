import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HealthAccount } from '../checker/checker.js';
import { Ledger } from '../instruments/ledger.js';
import { until } from '../instruments/patience.js';
import { Random } from '../instruments/random.js';
import { Load } from '../traffic/load.js';
import { makePush, type MadePush } from '../traffic/made-push.js';
import { Reading } from '../traffic/reading.js';
import { Sender } from '../traffic/sender.js';
import type { World } from '../world/world.js';
import { projects } from '../world/world-options.js';
import { HealthWatch } from './health-watch.js';

export interface Suffering {
  inject: () => Promise<unknown> | unknown;
  lift?: () => Promise<unknown> | unknown;
  /** How long the fault lasts: at least, at most, in milliseconds. */
  holdMs: readonly [number, number];
  clients?: number;
  /** Bytes of each push; else the mix of a busy day. */
  sizeOf?: (random: Random) => number;
}

/** One row in one world with one seed: what it may choose, and what it finds out by itself. */
export class Trial {
  readonly ledger: Ledger;
  readonly random: Random;
  /** All choices that were made before anything ran, for whoever compares two runs. */
  readonly plan: { [choice: string]: number | string } = {};
  /** What was expected of this row and did not come about. */
  readonly disappointments: string[] = [];
  readonly quarantined = new Set<string>();
  /** When the fault was over. */
  liftedAt = Date.now();
  health: HealthAccount | undefined;
  #pushes = 0;

  constructor(
    readonly world: World,
    readonly prefix: string,
    private readonly seed: number,
  ) {
    this.random = new Random(seed, prefix);
    this.ledger = new Ledger(path.join(world.folder, `${prefix.replaceAll('/', '-')}.ledger`));
  }

  /** A number that the seed decides, remembered as part of the plan. */
  choose(name: string, least: number, most: number): number {
    return (this.plan[name] = this.random.between(least, most));
  }

  pick<T extends string>(name: string, words: readonly [T, ...T[]]): T {
    const word = this.random.pick(words);
    this.plan[name] = word;
    return word;
  }

  expect(what: string, isSo: boolean): void {
    if (!isSo) this.disappointments.push(what);
  }

  sender(place = 0, api = place % this.world.apis.length): Sender {
    return new Sender(this.world.url(api), projects[place % 2] ?? projects[0], this.ledger);
  }

  reading(place = 0): Reading {
    return new Reading(this.world.url(), projects[place % 2] ?? projects[0]);
  }

  push(bytes: number, name = `single-${this.#pushes++}`): MadePush {
    return makePush(this.random, projects[0].name, `${this.prefix}/${name}`, bytes);
  }

  load({ clients = 4, sizeOf }: Pick<Suffering, 'clients' | 'sizeOf'> = {}): Load {
    const lanes = Array.from({ length: clients }, (_, lane) => ({
      project: projects[lane % 2] ?? projects[0],
      sender: this.sender(lane),
      random: new Random(this.seed, `${this.prefix} lane ${lane}`),
    }));
    return new Load(this.prefix, lanes, sizeOf);
  }

  /** Resolves when all that was accepted is readable. */
  async settled(): Promise<void> {
    const accepted = this.ledger.account.records.filter((record) => record.accepted.length > 0);
    const areListed = async (): Promise<boolean> => {
      const lists = await Promise.all([0, 1].map((place) => this.reading(place).list(this.prefix)));
      return lists.flat().length >= accepted.length;
    };
    await until('all that was accepted is listed', areListed, 30);
  }

  /** A fault under load: injected after a moment, held for a while, lifted; the load goes on until a moment after. */
  async suffer({ inject, lift, holdMs: [least, most], ...load }: Suffering): Promise<void> {
    const [beforeMs, holdMs, afterMs] = [
      this.choose('beforeMs', 600, 1_500),
      this.choose('holdMs', least, most),
      this.choose('afterMs', 300, 900),
    ];
    const running = this.load(load);
    running.start();
    try {
      await sleep(beforeMs);
      const watch = new HealthWatch(this.world);
      watch.start();
      await inject();
      await sleep(holdMs);
      const during = await watch.stop();
      await lift?.();
      this.liftedAt = Date.now();
      const recovery = watch.recovery(this.liftedAt);
      await sleep(afterMs);
      this.health = { during, recoveredAfter: await recovery };
    } finally {
      await running.stop();
    }
  }
}
