import type { SeededRandom } from './random.js';
import type { Candidate } from './stage.js';
import type { CandidateId } from './truth.js';

/** What the ids of a flow look like: numbers, texts, both so that 7 and "7" meet, or pairs. */
export const idStyles = ['number', 'text', 'alike', 'pair'] as const;
export type IdStyle = (typeof idStyles)[number];

/** Makes candidates that nobody else in the flow is. */
export class Population {
  #made = 0;

  constructor(
    private readonly random: SeededRandom,
    readonly style: IdStyle,
  ) {}

  next(): Candidate {
    const number = this.#made;
    this.#made += 1;
    return { id: this.#id(number), label: `Candidate ${number}${this.random.chance(0.1) ? ' “ü”' : ''}` };
  }

  many(count: number): Candidate[] {
    return Array.from({ length: count }, () => this.next());
  }

  #id(number: number): CandidateId {
    switch (this.style) {
      case 'number':
        return number * 3;
      case 'text':
        return `c-${number}`;
      case 'alike':
        return number % 2 === 0 ? number : String(number - 1);
      case 'pair':
        return [`q${number % 3}`, number];
    }
  }
}
