const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** @param offset Where the text begins in all of it, for what an error says. */
export type ParseJson = (text: string, offset: number) => unknown;

/** Parses the elements of a JSON array from its text as it comes, piece by piece. */
export class ArrayElements<T> {
  #rest = '';
  /** Where it begins in all of the text. */
  #offset = 0;
  #scanned = 0;
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  #hasElements = false;

  constructor(private readonly parse: ParseJson) {}

  /**
   * The elements that a piece completes.
   * @throws SyntaxError for text that is not JSON.
   */
  push(piece: string): T[] {
    this.#rest += piece;
    const end = this.#scan();
    if (end === 0) return [];
    const begin = this.#hasElements ? 0 : this.#rest.indexOf('[') + 1;
    const text = this.#rest.slice(begin, end);
    if (text.trim() === '') throw new SyntaxError('The data is not valid JSON: a comma stands where a value should.');
    const elements = this.#parse(`[${text}]`, begin - 1);
    this.#rest = this.#rest.slice(end + 1);
    this.#offset += end + 1;
    this.#scanned -= end + 1;
    this.#hasElements = true;
    return elements;
  }

  /** Says that all came. @throws SyntaxError where the text ends too early, or goes on after the array. */
  end(): T[] {
    const opening = this.#hasElements ? '[' : '';
    const text = opening + this.#rest;
    this.#rest = '';
    if (this.#hasElements && /^\s*\]\s*$/.test(text.slice(1)))
      throw new SyntaxError('The data is not valid JSON: a comma stands before the end.');
    return this.#parse(text, -opening.length);
  }

  #parse(text: string, at: number): T[] {
    return this.parse(text, this.#offset + at) as T[];
  }

  /** Where the last comma between elements stands; 0 when there is none. */
  #scan(): number {
    const text = this.#rest;
    let end = 0;
    for (let at = this.#scanned; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.#isInText) this.#scanText(code);
      else if (code === QUOTE) this.#isInText = true;
      else if (code === OPEN_BRACE || code === OPEN_BRACKET) this.#depth++;
      else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) this.#depth--;
      else if (code === COMMA && this.#depth === 1) end = at;
    }
    this.#scanned = text.length;
    return end;
  }

  #scanText(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === BACKSLASH) this.#isEscaped = true;
    else if (code === QUOTE) this.#isInText = false;
  }
}
