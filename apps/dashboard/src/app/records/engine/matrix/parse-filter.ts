import {
  absentWord,
  anyWord,
  candidateFields,
  type Comparison,
  type FilterOperator,
  filterOperators,
  type MatrixFilter,
  matrixOutcomes,
  numberFields,
  stageFields,
  type StageName,
} from './filter';
import { FilterError, type Token, tokensOf } from './filter-tokens';

export type ParsedFilter =
  | { status: 'ok'; filter: MatrixFilter | null }
  /** The characters from `from` to `to` are the matter. */
  | { status: 'failed'; message: string; from: number; to: number };

/** Nobody types more, and nesting stays bounded. */
const LENGTH = 1000;

/**
 * Reads `search.rank <= 10 and (filters.outcome = dropped or not judge.score > 0.5)`. `and` binds closer than `or`; names
 * and values with spaces stand in double quotes; without a step a field means any step. Empty text is no filter.
 */
export function parseFilter(text: string, stages: readonly StageName[]): ParsedFilter {
  try {
    if (text.length > LENGTH) throw new FilterError(`This is longer than ${LENGTH} characters.`, LENGTH, text.length);
    const tokens = tokensOf(text);
    return { status: 'ok', filter: tokens.length === 0 ? null : new FilterParser(tokens, text.length, stages).parse() };
  } catch (cause) {
    if (!(cause instanceof FilterError)) throw cause;
    return { status: 'failed', message: cause.message, from: cause.from, to: cause.to };
  }
}

class FilterParser {
  #at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly length: number,
    private readonly stages: readonly StageName[],
  ) {}

  parse(): MatrixFilter {
    const filter = this.#or();
    const rest = this.tokens[this.#at];
    if (!rest) return filter;
    return fail(rest.type === 'close' ? 'No parenthesis is open here.' : 'Expected and, or, or the end.', rest);
  }

  #or(): MatrixFilter {
    let left = this.#and();
    while (this.#take('or')) left = { type: 'or', left, right: this.#and() };
    return left;
  }

  #and(): MatrixFilter {
    let left = this.#not();
    while (this.#take('and')) left = { type: 'and', left, right: this.#not() };
    return left;
  }

  #not(): MatrixFilter {
    return this.#take('not') ? { type: 'not', filter: this.#not() } : this.#primary();
  }

  #primary(): MatrixFilter {
    const token = this.tokens[this.#at++] ?? this.#end('Expected a condition, such as search.rank <= 10.');
    if (token.type === 'word') return this.#comparison(token);
    if (token.type !== 'open') return fail('Expected a condition, such as search.rank <= 10.', token);
    const filter = this.#or();
    if (this.tokens[this.#at++]?.type !== 'close') this.#end('This parenthesis is not closed.', token);
    return filter;
  }

  #comparison(name: Token): Comparison {
    const isAlone = name.parts.at(-1) === 'failed' && this.#take('alone');
    const { stage, field } = this.#fieldOf(name, isAlone);
    const op = this.#operator();
    if (op === null && (field === 'failed' || field === 'failed alone'))
      return { type: 'compare', stage, field, op: '=', value: anyWord };
    if (op === null)
      return this.#end(`Expected an operator after ${name.text}: ${filterOperators.join(' ')}`, this.tokens[this.#at]);
    const value = this.tokens[this.#at++];
    if (value?.type !== 'word') return this.#end(`Expected a value after ${op}.`, value);
    checkValue(field, op, value);
    return { type: 'compare', stage, field, op, value: value.text };
  }

  #fieldOf(name: Token, isAlone: boolean): Pick<Comparison, 'stage' | 'field'> {
    const last = name.parts.at(-1);
    const ownField = candidateFields.find((field) => field === last);
    if (ownField && name.parts.length === 1) return { stage: null, field: ownField };
    const field = isAlone ? 'failed alone' : stageFields.find((known) => known === last);
    const stageWord = name.parts.slice(0, -1).join('.');
    if (!field) return fail(`${last || 'Nothing'} is no field. At a step there are ${listOf(stageFields)}.`, name);
    return { stage: name.parts.length === 1 ? null : this.#stageOf(stageWord, name), field };
  }

  #stageOf(word: string, token: Token): number {
    const stage = this.stages.findIndex((known) => known.word === word || known.name === word);
    if (stage >= 0) return stage;
    const several = this.stages.filter(({ name }) => name.startsWith(`${word}/`));
    if (several.length > 0)
      return fail(`Step ${word} decided more than once: say ${listOf(several.map(nameOf))}.`, token);
    return fail(`No step ${word} decides in this flow. There are ${listOf(this.stages.map(wordOf))}.`, token);
  }

  #operator(): FilterOperator | null {
    const token = this.tokens[this.#at];
    const op = filterOperators.find((known) => known === token?.text && !token.isQuoted);
    if (op) this.#at++;
    return op ?? null;
  }

  #take(keyword: string): boolean {
    const token = this.tokens[this.#at];
    if (token?.type !== 'word' || token.isQuoted || token.text.toLowerCase() !== keyword) return false;
    this.#at++;
    return true;
  }

  #end(message: string, token?: Token): never {
    return fail(message, token ?? { from: this.length, to: this.length });
  }
}

function checkValue(field: Comparison['field'], op: FilterOperator, value: Token): void {
  const isNumeric = value.text.trim() !== '' && Number.isFinite(Number(value.text));
  if (numberFields.includes(field)) {
    if (op === 'contains') fail(`${field} is a number: compare it with = != < <= > or >=.`, value);
    if (!isNumeric && value.text !== absentWord) fail(`${field} is a number, and ${value.text} is none.`, value);
  } else if (op !== '=' && op !== '!=' && op !== 'contains')
    fail(`${field} is in no order: compare it with = or !=.`, value);
  const words: readonly string[] = [...matrixOutcomes, absentWord];
  if (field === 'outcome' && op !== 'contains' && !words.includes(value.text))
    fail(`${value.text} is no outcome. There are ${listOf(words)}.`, value);
}

const SHOWN = 8;

const listOf = (words: readonly string[]): string =>
  words.slice(0, SHOWN).join(', ') + (words.length > SHOWN ? ` and ${words.length - SHOWN} more` : '');

const nameOf = ({ name }: StageName): string => name;
const wordOf = ({ word }: StageName): string => word;

function fail(message: string, { from, to }: Pick<Token, 'from' | 'to'>): never {
  throw new FilterError(message, from, to);
}
