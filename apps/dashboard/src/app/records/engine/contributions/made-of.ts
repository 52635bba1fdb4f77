import type { DecisionDeclaration } from '@flow-trail/contracts';
import { residualOf } from '@flow-trail/decisions';

import type { JsonRecord, JsonValue } from '../exact-json';
import { isNumber, numberText, toDouble } from '../exact-number';
import { isRecord } from '../json-text';
import { type Reader, readerOf } from '../path';

export interface ScorePart {
  name: string;
  /** As recorded. */
  value: string;
  /** Of the longest row of parts of all records, 0 to 1; below 0 where it takes away. Of factors the logarithms are measured. */
  share: number;
}

/** What the score of one record is the sum or the product of. */
export interface MadeOf {
  combine: 'sum' | 'product';
  parts: ScorePart[];
  /** What the parts do not explain of the score; null without a score. */
  residual: { value: number; share: number } | null;
}

interface ReadParts {
  parts: { name: string; text: string; length: number }[];
  residual: { value: number; length: number } | null;
}

const nowhere: Reader = () => undefined;

/** Reads what scores are made of, all on one scale. */
export class MadeOfReader {
  readonly #parts: Reader;
  readonly #score: Reader;
  readonly #combine: MadeOf['combine'];
  #scale: number | null = null;

  constructor(
    private readonly records: readonly JsonRecord[],
    { contributions, combineContributions, score }: DecisionDeclaration,
  ) {
    this.#parts = contributions === undefined ? nowhere : readerOf(contributions);
    this.#score = score === undefined ? nowhere : readerOf(score);
    this.#combine = combineContributions ?? 'sum';
  }

  /** Null where no parts are recorded, or a factor of 0 or less, which has no logarithm. */
  of(record: JsonRecord): MadeOf | null {
    const found = this.#read(record);
    if (!found) return null;
    const scale = (this.#scale ??= this.records.reduce((most, each) => Math.max(most, this.#lengthOf(each)), 0)) || 1;
    const parts = found.parts.map(({ name, text, length }) => ({ name, value: text, share: length / scale }));
    const { residual } = found;
    return {
      combine: this.#combine,
      parts,
      residual: residual && { value: residual.value, share: residual.length / scale },
    };
  }

  #read(record: JsonRecord): ReadParts | null {
    const named = this.#parts(record);
    if (!isRecord(named)) return null;
    const numbers = Object.entries(named).flatMap(([name, value]) =>
      isNumber(value) ? { name, text: numberText(value), value: toDouble(value) } : [],
    );
    const parts = numbers.map(({ name, text, value }) => ({ name, text, length: this.#measured(value) }));
    const residual = this.#residual(
      this.#score(record),
      numbers.map(({ value }) => value),
    );
    const lengths = [...parts.map(({ length }) => length), residual?.length ?? 0];
    return parts.length > 0 && lengths.every(Number.isFinite) ? { parts, residual } : null;
  }

  #residual(score: JsonValue | undefined, values: readonly number[]): ReadParts['residual'] {
    const total = isNumber(score) ? toDouble(score) : null;
    const value = residualOf(total, values, this.#combine);
    if (value === null || total === null) return null;
    if (value === 0) return { value, length: 0 };
    return { value, length: Math.abs(this.#combine === 'sum' ? value : Math.log(total / (total - value))) };
  }

  #measured(value: number): number {
    return this.#combine === 'sum' ? value : Math.log(value);
  }

  #lengthOf(record: JsonRecord): number {
    const found = this.#read(record);
    return found ? found.parts.reduce((sum, { length }) => sum + Math.abs(length), found.residual?.length ?? 0) : 0;
  }
}
