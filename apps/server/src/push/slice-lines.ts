import { bufferOf, envelopeText, explain, refuseUtf8, type SliceFailure } from './slice.js';
import { scan, wayTo, type DataSlice, type Scan, type SliceLimits } from './slice-scanner.js';
import { endOfWhite } from './slice-tokens.js';

const lineFeed = 0x0a;
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
  const bytes = bufferOf(body);
  const refused = refuseUtf8(bytes);
  if (refused) return refused;
  const lines: SlicedLine[] = [];
  let nodes = 0;
  for (let start = 0, index = 0; start < bytes.length; index++) {
    const end = endOfLine(bytes, start);
    const line = bytes.subarray(start, end);
    if (endOfWhite(line, 0) < line.length) {
      const scanned = scan(line, { ...limits, nodes: limits.nodes - nodes }, lineWay);
      if (!scanned.ok) return refuse(scanned, bytes, limits, start, end);
      nodes += scanned.nodes;
      lines.push(sliced(scanned, line, index, start));
    }
    start = end + 1;
  }
  return { ok: true, lines };
}

/** No character but the line feed itself has its byte in UTF-8, and no string of JSON holds one. */
function endOfLine(bytes: Buffer, start: number): number {
  const end = bytes.indexOf(lineFeed, start);
  return end === -1 ? bytes.length : end;
}

function sliced({ data }: Extract<Scan, { ok: true }>, line: Buffer, index: number, start: number): SlicedLine {
  return {
    index,
    envelope: JSON.parse(envelopeText(line, data)),
    data: data.map((slice) => ({ ...slice, start: slice.start + start, end: slice.end + start })),
  };
}

function refuse(
  failure: Extract<Scan, { ok: false }>,
  bytes: Buffer,
  limits: SliceLimits,
  start: number,
  end: number,
): SliceFailure {
  const at = failure.at + start;
  return { ok: false, code: failure.code, detail: explain({ ...failure, at }, bytes, limits, end) };
}
