import type { Decision, Identity } from './decision.js';
import { keptOf } from './decision.js';
import type { Candidate, Stage } from './stage.js';
import type { CandidateTruth, Ending } from './truth.js';

/** Who decided what in a flow, and what became of everybody. */
export class Ledger {
  readonly decisions: Decision[] = [];
  readonly #truths = new Map<Candidate, CandidateTruth>();
  readonly #keptAt = new Map<Candidate, Decision>();

  constructor(readonly identity: Identity) {}

  get truths(): CandidateTruth[] {
    return [...this.#truths.values()];
  }

  /** The decision before, as `from` names it; null when there are several at once, which only the default unites. */
  get last(): string | null {
    const last = this.decisions.at(-1);
    return !last || last.isParallel ? null : `${last.step}/${last.observation}`;
  }

  /** A further decision, which counts for nothing until it is settled. */
  add(step: string, stage: Stage, more: Partial<Decision> = {}): Decision {
    const place = { step, iteration: 1, version: 1, observation: 'candidates', parent: null, isParallel: false };
    const decision = { ...place, stage, from: null, notRecorded: 0, identity: this.identity, ...more };
    this.decisions.push(decision);
    return decision;
  }

  /** Where a candidate was kept last. */
  keptAt(candidate: Candidate): Decision {
    const decision = this.#keptAt.get(candidate);
    if (!decision) throw new Error(`keptAt: nobody kept ${JSON.stringify(candidate.id)}`);
    return decision;
  }

  /** Whoever was not kept ends here. Answers the kept. */
  settle(decision: Decision): Candidate[] {
    const { records, absent } = decision.stage;
    const kept = new Set(keptOf(decision));
    for (const { candidate, ending } of records) {
      if (ending && !kept.has(candidate)) this.end(candidate, decision, ending);
    }
    for (const candidate of absent) {
      const { iteration } = this.keptAt(candidate);
      this.end(candidate, decision, { verdict: 'rule-not-recorded', iteration });
    }
    for (const candidate of kept) this.#keptAt.set(candidate, decision);
    return [...kept];
  }

  /** What became of a candidate, and where; null when it was never there. */
  end(candidate: Candidate, at: Decision | null, ending: Ending & { iteration?: number }): void {
    const { step = null, observation = null, iteration = 1, identity = this.identity } = at ?? {};
    const { id, label } = candidate;
    const place = { kind: identity.kind, label: at ? label : null, step, observation, iteration };
    this.#truths.set(candidate, { id, ...place, ...ending });
  }
}
