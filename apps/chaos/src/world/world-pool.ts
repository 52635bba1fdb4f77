import { World } from './world.js';
import type { WorldOptions } from './world-options.js';

/** Keeps the last world for whoever needs one that is just like it. */
export class WorldPool {
  #key = '';
  #world: World | undefined;

  async take(options: WorldOptions): Promise<World> {
    const key = JSON.stringify(options);
    if (this.#world && this.#key === key) return this.#world;
    await this.discard();
    this.#world = await World.start(options);
    this.#key = key;
    return this.#world;
  }

  /** What went wrong in a world must not befall the next row too. */
  async discard(keepsFolder = false): Promise<void> {
    const world = this.#world;
    this.#world = undefined;
    await world?.stop(keepsFolder);
  }
}
