import type { Stage } from '@flow-trail/decisions';

import type { StageVocabulary } from './complete-filter';
import { type MatrixOutcome, matrixOutcomes, type StageField } from './filter';
import type { PartDecisions } from './matrix-part';
import { StageColumn, type UnseenEntry } from './stage-column';

/** Candidates by what became of them at a stage. */
export type OutcomeTally = Record<MatrixOutcome, number>;

/** What the page knows of a stage. */
export interface StageShape extends StageVocabulary {
  step: string;
  observation: string;
  kind: string;
  /** Records that the data says were there, and are not. */
  notRecorded: number;
}

/** One stage of the trail: its observations, and the column that is made of them. */
export class MatrixStage {
  #column: { version: string; column: StageColumn } | null = null;
  #unseen: readonly UnseenEntry[] = [];

  constructor(
    private readonly stage: Stage,
    readonly decisions: readonly PartDecisions[],
    private readonly word: string,
  ) {}

  get name(): string {
    return this.stage.name;
  }

  get records(): number {
    return this.decisions.reduce((sum, { length }) => sum + length, 0);
  }

  /** Says who is missing here, which only the whole trail knows. */
  setUnseen(unseen: readonly UnseenEntry[]): void {
    this.#unseen = unseen;
    this.#column = null;
  }

  /** @param candidates How many rows there are. */
  column(candidates: number): StageColumn {
    const version = `${candidates} ${this.records}`;
    if (this.#column?.version === version) return this.#column.column;
    const column = new StageColumn(this.decisions, this.#unseen, candidates, this.#ruleNames());
    this.#column = { version, column };
    return column;
  }

  get shape(): StageShape {
    const [first] = this.stage.parts;
    const rules = this.#ruleNames();
    return {
      name: this.name,
      word: this.word,
      step: first?.step.name ?? '',
      observation: first?.name ?? '',
      kind: this.stage.kind,
      fields: this.#fields(rules.length > 0),
      rules,
      notRecorded: this.decisions.reduce((sum, { notRecorded }) => sum + notRecorded, 0),
    };
  }

  /** Of those rows that are marked, or of all. */
  tally(candidates: number, marked: Uint8Array | null): OutcomeTally {
    const { outcomes, rows, length } = this.column(candidates);
    const counts = new Uint32Array(matrixOutcomes.length);
    for (let entry = 0; entry < length; entry++)
      if (!marked || marked[rows[entry] ?? 0] === 1)
        counts[outcomes[entry] ?? 0] = (counts[outcomes[entry] ?? 0] ?? 0) + 1;
    return Object.fromEntries(matrixOutcomes.map((outcome, code) => [outcome, counts[code]])) as OutcomeTally;
  }

  #ruleNames(): string[] {
    return [...new Set(this.decisions.flatMap(({ columns }) => columns.rules.map(({ rule }) => rule)))];
  }

  #fields(hasRules: boolean): StageField[] {
    const { score, rank, chance, reason, lostTo, isAbsentDropped } = this.stage.declaration;
    const saysWhy = reason !== null || chance !== null || lostTo !== null || isAbsentDropped;
    return [
      'outcome',
      ...(score ? (['score'] as const) : []),
      ...(rank ? (['rank'] as const) : []),
      ...(hasRules ? (['rule', 'failed', 'failed alone'] as const) : []),
      ...(chance ? (['chance'] as const) : []),
      ...(saysWhy ? (['reason'] as const) : []),
    ];
  }
}
