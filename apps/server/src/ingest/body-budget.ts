import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/environment.js';
import { Problem } from '../errors/problem.js';

/** Bytes of bodies that this process holds at once. Beyond them it refuses before it reads, rather than run out of memory. */
@Injectable()
export class BodyBudget {
  readonly #limit: number;
  #taken = 0;

  constructor(@Inject(CONFIG) { http }: Config) {
    this.#limit = http.inFlightBytes;
  }

  get takenBytes(): number {
    return this.#taken;
  }

  /** A share that grows with what is read, and is given back as a whole. */
  open(): BodyShare {
    let mine = 0;
    return {
      take: (bytes) => {
        if (this.#taken + bytes > this.#limit) {
          throw new Problem(
            'overloaded',
            'The server holds as many bodies as it has memory for. Try again in a moment.',
            {
              headers: { 'retry-after': '1' },
            },
          );
        }
        this.#taken += bytes;
        mine += bytes;
      },
      release: () => {
        this.#taken -= mine;
        mine = 0;
      },
    };
  }
}

export interface BodyShare {
  /** Throws `overloaded` when there is no room. */
  take(bytes: number): void;
  release(): void;
}
