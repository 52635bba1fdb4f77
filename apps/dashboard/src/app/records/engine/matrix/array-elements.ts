import { parseExact } from '@flow-trail/decisions';

const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** Parses the elements of a JSON array from its text as it comes, piece by piece. */
export class ArrayElements {
  #rest = '';
  #scanned = 0;
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  #hasElements = false;

  /**
   * The elements that a piece completes.
   * @throws SyntaxError for text that is not JSON.
   */
  push(piece: string): unknown[] {
    this.#rest += piece;
    const end = this.#scan();
    if (end === 0) return [];
    const text = this.#rest.slice(this.#hasElements ? 0 : this.#rest.indexOf('[') + 1, end);
    if (text.trim() === '') throw new SyntaxError('The data is not valid JSON: a comma stands where a value should.');
    const elements = parseExact(`[${text}]`) as unknown[];
    this.#rest = this.#rest.slice(end + 1);
    this.#scanned -= end + 1;
    this.#hasElements = true;
    return elements;
  }

  /** Says that all came. @throws SyntaxError where the text ends too early, or goes on after the array. */
  end(): unknown[] {
    const text = (this.#hasElements ? '[' : '') + this.#rest;
    this.#rest = '';
    if (this.#hasElements && /^\s*\]\s*$/.test(text.slice(1)))
      throw new SyntaxError('The data is not valid JSON: a comma stands before the end.');
    return parseExact(text) as unknown[];
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
