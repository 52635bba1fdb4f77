import { Injectable } from '@nestjs/common';

/** What would be mended by starting this process again, and by nothing else. */
@Injectable()
export class Liveness {
  readonly #watched: (() => string | undefined)[] = [];

  /** @param trouble A sentence for a person, or nothing while all is well. */
  watch(trouble: () => string | undefined): void {
    this.#watched.push(trouble);
  }

  get trouble(): string | undefined {
    return this.#watched.map((trouble) => trouble()).find((sentence) => sentence !== undefined);
  }
}
