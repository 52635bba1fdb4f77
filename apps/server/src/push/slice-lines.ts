import { SlicedBody, type SliceFailure } from './slice-body.js';
import { lineFeed } from './slice-place.js';
import { wayTo, type DataSlice, type SliceLimits } from './slice-scanner.js';
import { TextSlices } from './slice-text.js';
import { endOfWhite } from './slice-tokens.js';
import { bufferOf } from './slice.js';

const lineWay = wayTo('observation', 'data');

/** One line that is not blank. */
export interface SlicedLine {
  /** 0, 1, …; blank lines count. */
  index: number;
  /** `JSON.parse` of the line, with the value at `observation.data` replaced by its index into `data`. Not validated. */
  envelope: unknown;
  /** Offsets into the whole body. */
  data: DataSlice[];
}

export type SliceLinesResult = { ok: true; lines: SlicedLine[] } | SliceFailure;

/** As `slice`, for a body of one JSON text a line, ended by LF or CRLF. The nodes of all lines count together. */
export function sliceLines(body: Uint8Array, limits: SliceLimits): SliceLinesResult {
  const slices = new LineSlices(limits);
  slices.add(body, true);
  return slices.end();
}

/** As `sliceLines`, for a body that comes in chunks. Their memory is free again after each. */
export class LineSlices {
  readonly #limits: SliceLimits;
  readonly #body: SlicedBody;
  readonly #lines: SlicedLine[] = [];
  /** The line that has begun; absent while there is nothing but white space in it. */
  #line: TextSlices | undefined;
  #index = 0;
  #nodes = 0;
  #keptLength = 0;

  constructor(limits: SliceLimits) {
    this.#limits = limits;
    this.#body = new SlicedBody(limits, true);
  }

  /** Length of what is kept of the body. */
  get keptLength(): number {
    return this.#keptLength + (this.#line?.envelope.length ?? 0);
  }

  /** @param isLast Whether the body ends with this chunk, which may be empty. */
  add(bytes: Uint8Array, isLast: boolean): void {
    const chunk = bufferOf(bytes);
    this.#body.check(chunk, isLast);
    for (let start = 0; this.#body.isSound && start <= chunk.length;) {
      const end = endOfLine(chunk, start);
      this.#addToLine(chunk, start, end, isLast || end < chunk.length);
      start = end + 1;
    }
    this.#body.pass(chunk, isLast);
  }

  end(): SliceLinesResult {
    return this.#body.failure() ?? { ok: true, lines: this.#lines };
  }

  #addToLine(chunk: Buffer, start: number, end: number, isLast: boolean): void {
    const piece = chunk.subarray(start, end);
    const base = this.#body.length + start;
    if (endOfWhite(piece, 0) < piece.length) this.#line ??= this.#newLine(base);
    const failure = this.#line?.add(piece, base, isLast);
    if (failure) this.#body.refuse(failure, chunk, base + piece.length);
    else if (isLast) this.#endLine();
  }

  #newLine(base: number): TextSlices {
    return new TextSlices({ ...this.#limits, nodes: this.#limits.nodes - this.#nodes }, lineWay, base);
  }

  #endLine(): void {
    const line = this.#line;
    if (line) {
      this.#lines.push({ index: this.#index, envelope: JSON.parse(line.envelope), data: line.data });
      this.#nodes += line.nodes;
      this.#keptLength += line.envelope.length;
    }
    this.#line = undefined;
    this.#index++;
  }
}

/** No character but the line feed itself has its byte in UTF-8, and no string of JSON holds one. */
function endOfLine(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(lineFeed, start);
  return end === -1 ? bytes.length : end;
}
