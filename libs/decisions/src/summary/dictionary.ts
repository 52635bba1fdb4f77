import { NONE } from './growing.js';

/** Texts by index, each once. Beyond its size it takes no new ones, and answers `NONE` for them. */
export class Dictionary {
  readonly texts: string[] = [];
  readonly #indexes = new Map<string, number>();

  constructor(private readonly size = Infinity) {}

  add(text: string | null): number {
    if (text === null) return NONE;
    const known = this.#indexes.get(text);
    if (known !== undefined) return known;
    if (this.texts.length >= this.size) return NONE;
    this.#indexes.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}
