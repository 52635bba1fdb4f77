import type { DecisionDeclaration } from '@flow-trail/contracts';
import { residualOf } from '@flow-trail/decisions';

import type { JsonRecord } from '../exact-json';
import { isNumber, numberText, toDouble } from '../exact-number';
import { isRecord } from '../json-text';
import { type Reader, readerOf } from '../path';

export interface ScorePart {
  name: string;
  /** As recorded. */
  value: string;
  /** Of the greatest score of all records, 0 to 1; below 0 where it takes away. */
  share: number;
}

/** What the score of one record is the sum of. */
export interface MadeOf {
  parts: ScorePart[];
  /** What the parts do not explain of the score; null without a score. */
  residual: { value: number; share: number } | null;
}

const nowhere: Reader = () => undefined;

/** Reads what scores are sums of, all on one scale. */
export class MadeOfReader {
  readonly #parts: Reader;
  readonly #score: Reader;
  #scale: number | null = null;

  constructor(
    private readonly records: readonly JsonRecord[],
    { contributions, score }: DecisionDeclaration,
  ) {
    this.#parts = contributions === undefined ? nowhere : readerOf(contributions);
    this.#score = score === undefined ? nowhere : readerOf(score);
  }

  /** Null where no parts are recorded. */
  of(record: JsonRecord): MadeOf | null {
    const found = this.#read(record);
    if (!found) return null;
    const scale = (this.#scale ??= this.records.reduce((most, each) => Math.max(most, this.#lengthOf(each)), 0)) || 1;
    const parts = found.parts.map(({ name, text, value }) => ({ name, value: text, share: value / scale }));
    const { residual } = found;
    return { parts, residual: residual === null ? null : { value: residual, share: Math.abs(residual) / scale } };
  }

  #read(
    record: JsonRecord,
  ): { parts: { name: string; text: string; value: number }[]; residual: number | null } | null {
    const named = this.#parts(record);
    if (!isRecord(named)) return null;
    const parts = Object.entries(named).flatMap(([name, value]) =>
      isNumber(value) ? { name, text: numberText(value), value: toDouble(value) } : [],
    );
    const score = this.#score(record);
    const values = parts.map(({ value }) => value);
    const residual = residualOf(isNumber(score) ? toDouble(score) : null, values, 'sum');
    return parts.length === 0 ? null : { parts, residual };
  }

  #lengthOf(record: JsonRecord): number {
    const found = this.#read(record);
    return found ? found.parts.reduce((sum, { value }) => sum + Math.abs(value), Math.abs(found.residual ?? 0)) : 0;
  }
}
