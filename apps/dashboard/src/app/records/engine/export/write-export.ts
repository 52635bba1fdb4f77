import { byteOrderMark, csvCell, csvLine } from './csv';
import type { Exported, ExportFormat, ExportSource } from './export-source';

/** Rows between two breaths: then whatever was asked meanwhile is answered. */
const PIECE = 1000;
/** Pieces that are text at a time; the browser may keep what became a blob on disk. */
const PIECES_IN_MEMORY = 16;

const types: Record<ExportFormat, string> = { csv: 'text/csv;charset=utf-8', json: 'application/json' };

export interface ExportOptions {
  signal: AbortSignal;
  onProgress: (rows: number, of: number) => void;
  /** Lets other work go first. */
  breathe: () => Promise<void>;
}

/** Writes all rows of a source, a piece at a time; null when the signal fires first. */
export async function writeExport(
  source: ExportSource,
  format: ExportFormat,
  { signal, onProgress, breathe }: ExportOptions,
): Promise<Exported | null> {
  const { matched, total } = source;
  const file = new GrowingBlob(types[format]);
  file.add(format === 'csv' ? byteOrderMark + csvLine(source.head.map(csvCell)) : '[');
  for (let from = 0; from < matched; from += PIECE) {
    const to = Math.min(from + PIECE, matched);
    file.add(format === 'csv' ? source.csvLines(from, to).join('') : jsonPiece(source, from, to));
    onProgress(to, matched);
    await breathe();
    if (signal.aborted) return null;
  }
  if (format === 'json') file.add('\n]\n');
  return { blob: file.blob(), rows: matched, of: total };
}

const jsonPiece = (source: ExportSource, from: number, to: number): string =>
  `${from === 0 ? '\n' : ',\n'}${source.jsonValues(from, to).join(',\n')}`;

class GrowingBlob {
  #parts: BlobPart[] = [];

  constructor(private readonly type: string) {}

  add(text: string): void {
    this.#parts.push(text);
    if (this.#parts.length >= PIECES_IN_MEMORY) this.#parts = [this.blob()];
  }

  blob(): Blob {
    return new Blob(this.#parts, { type: this.type });
  }
}
