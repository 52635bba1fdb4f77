import { countedOutcomes } from '../reading/read-record.js';
import { type Combine, wouldSurviveButOne } from '../verdict/combine.js';
import { type DecisionColumns, verdictCodes } from './decision-columns.js';

const dropped = countedOutcomes.indexOf('dropped');

/**
 * What the rules said of each record, counted. Made of all records at once: what one left open depends on the rules
 * that later ones name.
 */
export class Tallies {
  readonly passed: Uint16Array;
  readonly failed: Uint16Array;
  readonly open: Uint16Array;
  readonly #first: Uint16Array;
  readonly #combine: Combine;
  readonly #outcomes: Uint8Array;

  constructor(columns: DecisionColumns) {
    const { length, rules } = columns;
    this.passed = new Uint16Array(length);
    this.failed = new Uint16Array(length);
    this.open = new Uint16Array(length);
    this.#first = new Uint16Array(length);
    this.#combine = columns.declaration.combine;
    this.#outcomes = columns.outcomes.view(length);
    // Backwards, so that the first failure is written last.
    for (let rule = rules.length - 1; rule >= 0; rule--) this.#count(rule, rules[rule]?.verdicts.view(length));
  }

  /** The index of the rule that dropped a record; -1 where none did. */
  firstFailed(index: number): number {
    return this.#outcomes[index] === dropped ? (this.#first[index] ?? 0) - 1 : -1;
  }

  /** Whether a dropped record would have survived, had one of its failed rules passed; see `wouldSurviveButOne`. */
  isAlone(index: number): boolean | null {
    if (this.#outcomes[index] !== dropped) return false;
    const [passed, failed, open] = [this.passed[index] ?? 0, this.failed[index] ?? 0, this.open[index] ?? 0];
    return wouldSurviveButOne(this.#combine, { passed, failed, open });
  }

  #count(rule: number, verdicts: Uint8Array = new Uint8Array()): void {
    const { passed, failed, missing } = verdictCodes;
    for (let index = 0; index < verdicts.length; index++) {
      const code = verdicts[index];
      if (code === failed) this.#first[index] = rule + 1;
      const counted = code === passed ? this.passed : code === failed ? this.failed : this.open;
      if (code !== missing) counted[index] = (counted[index] ?? 0) + 1;
    }
  }
}
