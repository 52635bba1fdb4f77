import type { ExportFormat } from '../engine/export/export-source';

const LENGTH = 120;

/** `movie-night filters 211 of 3201.csv`: whoever finds the file knows whether it is all. */
export function exportName(name: string, rows: number, of: number, format: ExportFormat): string {
  // Names come from other people's programs: of them a file's name takes letters, digits and little else.
  const plain = name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').replace(/^[.\s-]+/, '');
  return `${plain.slice(0, LENGTH).trim() || 'flow'} ${rows === of ? `all ${of}` : `${rows} of ${of}`}.${format}`;
}
