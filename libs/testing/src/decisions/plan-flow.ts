import { type IdStyle, idStyles, Population } from './candidates.js';
import { drawStage, duplicateStage, slotStage } from './competition-stages.js';
import { type Decision, identityFor } from './decision.js';
import { filterStage } from './filter-stage.js';
import { judgeStage } from './judge-stage.js';
import { Ledger } from './ledger.js';
import { bestStage, groupStage, rankStage } from './order-stages.js';
import { SeededRandom } from './random.js';
import { withRepeats } from './repeats.js';
import { type Documents, endDocuments, retrieve, retrieveChunks, type Shape, shapes } from './retrieve.js';
import type { Candidate, MakeStage } from './stage.js';
import { survivorsStage } from './survivors-stage.js';
import type { CandidateTruth } from './truth.js';

/** What is decided before any of it is written. */
export interface Plan {
  random: SeededRandom;
  decisions: Decision[];
  truths: CandidateTruth[];
  /** Candidates that came from nowhere. */
  appeared: number;
}

const stages: readonly (readonly [string, MakeStage])[] = [
  ['filters', filterStage],
  ['filters', filterStage],
  ['judge', judgeStage],
  ['judge', judgeStage],
  ['rank', rankStage],
  ['best', bestStage],
  ['groups', groupStage],
  ['draw', drawStage],
  ['survivors', survivorsStage],
  ['slots', slotStage],
  ['duplicates', duplicateStage],
];

/** The same plan for the same seed. */
export function planFlow(seed: number): Plan {
  const random = new SeededRandom(seed);
  return new Planner(random, random.pick(idStyles)).plan();
}

type Turn = Pick<Decision, 'step' | 'iteration' | 'from' | 'parent'>;

class Planner {
  readonly #ledger: Ledger;
  readonly #population: Population;
  readonly #shape: Shape;
  /** The step under which everything after the search is, if there is one. */
  readonly #parent: string | null;
  #appeared = 0;

  constructor(
    private readonly random: SeededRandom,
    private readonly style: IdStyle,
  ) {
    this.#population = new Population(random, style);
    this.#shape = random.pick(shapes);
    const identity = identityFor(random, style === 'pair');
    this.#ledger = new Ledger(this.#shape === 'chunks' ? { ...identity, kind: 'chunk' } : identity);
    this.#parent = random.chance(0.2) ? 'choose' : null;
  }

  plan(): Plan {
    const everybody = this.#population.many(this.random.int(3, 24));
    const notRecorded = this.random.chance(0.3) ? this.random.int(1, 5000) : 0;
    const documents = this.#retrieve(everybody, notRecorded);
    const survivors = this.#narrow(everybody, notRecorded > 0);
    const ledger = this.#ledger;
    for (const candidate of survivors) ledger.end(candidate, ledger.keptAt(candidate), { verdict: 'selected' });
    endDocuments(ledger, documents, new Set(survivors));
    ledger.end(this.#population.next(), null, { verdict: notRecorded > 0 ? 'not-recorded' : 'never-retrieved' });
    return { random: this.random, decisions: ledger.decisions, truths: ledger.truths, appeared: this.#appeared };
  }

  #retrieve(everybody: readonly Candidate[], notRecorded: number): Documents {
    if (this.#shape === 'chunks') return retrieveChunks(this.random, this.#ledger, this.style, everybody, notRecorded);
    retrieve(this.#ledger, this.#shape, everybody, notRecorded);
    return new Map();
  }

  /** One decision after the other, until few are left. */
  #narrow(everybody: readonly Candidate[], isPartly: boolean): readonly Candidate[] {
    const count = this.random.int(1, 4);
    let survivors = everybody;
    for (let position = 1; position <= count && survivors.length > 2; position += 1) {
      const [name, make] = this.#pickStage();
      // Who is missing where only survivors are captured was dropped there, for all that anybody can know.
      const came = make === survivorsStage ? survivors : this.#disturb(survivors, isPartly && position === 1);
      survivors = this.#decide(came, `${name} ${position}`, make);
    }
    return survivors;
  }

  /** Some are lost between two steps, and some come from nowhere. */
  #disturb(survivors: readonly Candidate[], wasPartly: boolean): Candidate[] {
    let came = [...survivors];
    if (this.random.chance(0.25) && came.length > 2) {
      const [lost] = this.random.some(came, 1) as [Candidate];
      came = came.filter((candidate) => candidate !== lost);
      this.#ledger.end(lost, this.#ledger.keptAt(lost), { verdict: 'vanished' });
    }
    if (this.random.chance(0.15)) {
      came.push(this.#population.next());
      if (!wasPartly) this.#appeared += 1;
    }
    return came;
  }

  #pickStage(): readonly [string, MakeStage] {
    // A pair of ids is no single value, so nobody can write down that a record lost to it.
    const usable = stages.filter(([name]) => this.style !== 'pair' || (name !== 'slots' && name !== 'duplicates'));
    return this.random.pick(usable);
  }

  #decide(came: readonly Candidate[], step: string, make: MakeStage): Candidate[] {
    const isEach = make === filterStage || make === judgeStage;
    if (isEach && came.length > 3 && this.#ledger.last !== null && this.random.chance(0.2)) {
      return this.#decideInBranches(came, step, make);
    }
    const inPages = this.#shape === 'pages' && isEach && this.random.chance(0.5);
    const parts = inPages ? [came.slice(0, 2), came.slice(2)] : [came];
    const turn = { step, from: this.#from(), parent: this.#parent };
    const decisions = parts.map((part, index) => this.#tryAndDecide({ ...turn, iteration: index + 1 }, part, make));
    return decisions.flatMap((decision) => this.#ledger.settle(decision));
  }

  /** Each half is decided by another step, at the same time; both name the decision before, or they would follow each other. */
  #decideInBranches(came: readonly Candidate[], step: string, make: MakeStage): Candidate[] {
    const [half, from] = [Math.ceil(came.length / 2), this.#ledger.last];
    const halves = [came.slice(0, half), came.slice(half)];
    const decisions = halves.map((part, index) => {
      const more = { from, parent: this.#parent, isParallel: index > 0 };
      return this.#ledger.add(`${step} ${index === 0 ? 'left' : 'right'}`, make(this.random, part), more);
    });
    return decisions.flatMap((decision) => this.#ledger.settle(decision));
  }

  /** Sometimes a first try failed and left records that count for nothing. */
  #tryAndDecide({ step, ...turn }: Turn, came: readonly Candidate[], make: MakeStage): Decision {
    const isRepeated = this.random.chance(0.2);
    if (isRepeated) this.#ledger.add(step, judgeStage(this.random, came), turn);
    const stage = withRepeats(this.random, make(this.random, came));
    return this.#ledger.add(step, stage, { ...turn, version: isRepeated ? 2 : 1 });
  }

  /** Says where candidates came from, or leaves it to the default. */
  #from(): string | null {
    return this.random.chance(0.5) ? null : this.#ledger.last;
  }
}
