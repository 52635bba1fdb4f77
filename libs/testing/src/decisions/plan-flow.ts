import type { IdStyle } from './candidates.js';
import { idStyles, Population } from './candidates.js';
import type { Decision, Identity } from './decision.js';
import { identityFor, keptOf } from './decision.js';
import { fieldFor, put } from './fields.js';
import { filterStage } from './filter-stage.js';
import { judgeStage } from './judge-stage.js';
import {
  bestStage,
  drawStage,
  duplicateStage,
  groupStage,
  listingStage,
  rankStage,
  slotStage,
  survivorsStage,
} from './order-stages.js';
import { SeededRandom } from './random.js';
import type { Candidate, MakeStage, Stage } from './stage.js';
import type { CandidateTruth, Ending } from './truth.js';

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
  readonly #decisions: Decision[] = [];
  readonly #truths = new Map<Candidate, CandidateTruth>();
  /** Where each candidate was kept last. */
  readonly #keptAt = new Map<Candidate, Decision>();
  /** Documents with the chunks that were made from them. */
  readonly #chunks = new Map<Candidate, Candidate[]>();
  readonly #population: Population;
  readonly #identity: Identity;
  readonly #shape: 'single' | 'pages' | 'branches' | 'chunks';
  /** The step under which everything after the search is, if there is one. */
  readonly #parent: string | null;
  #appeared = 0;

  constructor(
    private readonly random: SeededRandom,
    private readonly style: IdStyle,
  ) {
    this.#population = new Population(random, style);
    this.#shape = random.pick(['single', 'single', 'pages', 'branches', 'chunks'] as const);
    this.#identity = { ...identityFor(random, style === 'pair'), ...(this.#shape === 'chunks' && { kind: 'chunk' }) };
    this.#parent = random.chance(0.2) ? 'choose' : null;
  }

  plan(): Plan {
    const everybody = this.#population.many(this.random.int(3, 24));
    const notRecorded = this.random.chance(0.3) ? this.random.int(1, 5000) : 0;
    let survivors = this.#retrieve(everybody, notRecorded);
    const count = this.random.int(1, 4);
    for (let position = 1; position <= count && survivors.length > 2; position += 1) {
      const wasPartly = position === 1 && notRecorded > 0;
      const [name, make] = this.#pickStage();
      // Who is missing where only survivors are captured was dropped there, for all that anybody can know.
      const came = make === survivorsStage ? survivors : this.#disturb(survivors, wasPartly);
      survivors = this.#decide(came, `${name} ${position}`, make);
    }
    for (const candidate of survivors) this.#end(candidate, this.#place(candidate), { verdict: 'selected' });
    this.#endDocuments(new Set(survivors));
    this.#end(this.#population.next(), null, { verdict: notRecorded > 0 ? 'not-recorded' : 'never-retrieved' });
    return {
      random: this.random,
      decisions: this.#decisions,
      truths: [...this.#truths.values()],
      appeared: this.#appeared,
    };
  }

  /** One search, several pages of one, or parallel searches that find some of the same. */
  #retrieve(everybody: readonly Candidate[], notRecorded: number): Candidate[] {
    const half = Math.ceil(everybody.length / 2);
    if (this.#shape === 'single') this.#add('search', 1, listingStage(this.random, everybody), notRecorded);
    if (this.#shape === 'pages') {
      this.#add('search', 1, listingStage(this.random, everybody.slice(0, half)), notRecorded);
      this.#add('search', 2, listingStage(this.random, everybody.slice(half)), 0);
    }
    if (this.#shape === 'branches') {
      const parent = 'retrieve';
      this.#add('keyword', 1, listingStage(this.random, everybody.slice(0, half + 1)), notRecorded, { parent });
      this.#add('vector', 1, listingStage(this.random, everybody.slice(half - 1)), 0, { parent, isParallel: true });
    }
    if (this.#shape === 'chunks') this.#retrieveChunks(everybody, notRecorded);
    return [...everybody];
  }

  /** Documents are read, and cut into the chunks that everything after is about; ids of the two kinds look alike. */
  #retrieveChunks(chunks: readonly Candidate[], notRecorded: number): void {
    const identity = { ...identityFor(this.random, false), kind: 'document' };
    const documents = new Population(this.random, this.style === 'text' ? 'text' : 'number').many(
      this.random.int(2, 4),
    );
    this.#add('read', 1, listingStage(this.random, documents), 0, { identity });
    for (const document of documents) this.#chunks.set(document, []);
    const sources = fieldFor(this.random, 'chunk of');
    const stage = listingStage(this.random, chunks);
    for (const { candidate, body } of stage.records) {
      const made = this.random.pick(documents);
      this.#chunks.get(made)?.push(candidate);
      put(body, sources, this.random.chance(0.5) ? (made.id as string) : [made.id as string]);
    }
    this.#add('split', 1, { ...stage, declares: { sources: sources.path } }, notRecorded);
  }

  /** A document goes as far as one of its chunks. What became of it when none was selected is told of its chunks alone. */
  #endDocuments(selected: ReadonlySet<Candidate>): void {
    const [read] = this.#decisions as [Decision];
    for (const [document, chunks] of this.#chunks) {
      if (chunks.length === 0 && !this.#hidesSome(read)) this.#end(document, read, { verdict: 'vanished' });
      if (chunks.some((chunk) => selected.has(chunk))) this.#end(document, read, { verdict: 'selected' });
    }
  }

  /** Whether later records may be missing, so that nobody can say who vanished. */
  #hidesSome(before: Decision): boolean {
    return this.#decisions.some(({ notRecorded }, index) => notRecorded > 0 && index > this.#decisions.indexOf(before));
  }

  /** Some are lost between two steps, and some come from nowhere. */
  #disturb(survivors: readonly Candidate[], wasPartly: boolean): Candidate[] {
    let came = [...survivors];
    if (this.random.chance(0.25) && came.length > 2) {
      const [lost] = this.random.some(came, 1) as [Candidate];
      came = came.filter((candidate) => candidate !== lost);
      this.#end(lost, this.#place(lost), { verdict: 'vanished' });
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
    if (isEach && came.length > 3 && this.#last() !== null && this.random.chance(0.2)) {
      return this.#decideInBranches(came, step, make);
    }
    const inPages = this.#shape === 'pages' && isEach && this.random.chance(0.5);
    const parts = inPages ? [came.slice(0, 2), came.slice(2)] : [came];
    const turn = { step, from: this.#from(), parent: this.#parent };
    const decisions = parts.map((part, index) => this.#tryAndDecide({ ...turn, iteration: index + 1 }, part, make));
    for (const decision of decisions) this.#endThose(decision);
    return decisions.flatMap(keptOf);
  }

  /** Each half is decided by another step, at the same time; both name the decision before, or they would follow each other. */
  #decideInBranches(came: readonly Candidate[], step: string, make: MakeStage): Candidate[] {
    const [half, from] = [Math.ceil(came.length / 2), this.#last()];
    const halves = [came.slice(0, half), came.slice(half)];
    const decisions = halves.map((part, index) => {
      const more = { from, parent: this.#parent, isParallel: index > 0 };
      return this.#add(`${step} ${index === 0 ? 'left' : 'right'}`, 1, make(this.random, part), 0, more);
    });
    for (const decision of decisions) this.#endThose(decision);
    return decisions.flatMap(keptOf);
  }

  /** Sometimes a first try failed and left records that count for nothing. */
  #tryAndDecide({ step, iteration, ...more }: Turn, came: readonly Candidate[], make: MakeStage): Decision {
    const isRepeated = this.random.chance(0.2);
    if (isRepeated) this.#add(step, iteration, judgeStage(this.random, came), 0, more);
    const stage = withRepeats(this.random, make(this.random, came));
    return this.#add(step, iteration, stage, 0, { ...more, version: isRepeated ? 2 : 1 });
  }

  /** Says where candidates came from, or leaves it to the default. */
  #from(): string | null {
    return this.random.chance(0.5) ? null : this.#last();
  }

  /** The decision before, as `from` names it; null when there are several at once, which only the default unites. */
  #last(): string | null {
    const last = this.#decisions.at(-1) as Decision;
    return last.isParallel ? null : `${last.step}/${last.observation}`;
  }

  #add(step: string, iteration: number, stage: Stage, notRecorded: number, more: Partial<Decision> = {}): Decision {
    const place = { step, iteration, version: 1, observation: 'candidates' };
    const alone = { from: null, parent: null, isParallel: false };
    const decision = { ...place, ...alone, stage, notRecorded, identity: this.#identity, ...more };
    this.#decisions.push(decision);
    for (const candidate of keptOf(decision)) this.#keptAt.set(candidate, decision);
    return decision;
  }

  #place(candidate: Candidate): Decision {
    return this.#keptAt.get(candidate) as Decision;
  }

  #endThose(decision: Decision): void {
    const kept = new Set(keptOf(decision));
    for (const { candidate, ending } of decision.stage.records) {
      if (ending && !kept.has(candidate)) this.#end(candidate, decision, ending);
    }
    for (const candidate of decision.stage.absent) {
      const { iteration } = this.#place(candidate);
      this.#end(candidate, decision, { verdict: 'rule-not-recorded', iteration });
    }
  }

  #end(
    candidate: Candidate,
    at: Decision | null,
    ending: Partial<CandidateTruth> & Pick<CandidateTruth, 'verdict'>,
  ): void {
    const { step = null, observation = null, iteration = 1 } = at ?? {};
    const { id, label } = candidate;
    const { kind } = at?.identity ?? this.#identity;
    const truth = { id, kind, label: at ? label : null, step, observation, iteration, ...ending };
    this.#truths.set(candidate, truth);
  }
}

/** A record may come twice, also as two records of one candidate that differ: whom one of them kept is kept. */
function withRepeats(random: SeededRandom, stage: Stage): Stage {
  if (random.chance(0.8) || !stage.records.every(({ ending }) => standsAlone(ending))) return stage;
  const [again, other] = random.some(stage.records, 2);
  if (!again) return stage;
  const { candidate } = other && other.countedAs !== again.countedAs && random.chance(0.5) ? other : again;
  return { ...stage, records: [...stage.records, { ...again, candidate, body: structuredClone(again.body) }] };
}

/** Whether it would be true of the record of another candidate too. */
function standsAlone(ending: Ending | null): boolean {
  return ending === null || !['cut', 'outranked', 'not-drawn', 'lost-slot'].includes(ending.verdict);
}
