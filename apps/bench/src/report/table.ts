import { median, type BenchResult, type Row } from './result.js';

/** The results as a section of Markdown, as docs/performance.md has them: medians of the rounds, and how they compare, with the least and greatest. */
export function tableOf({ bench, title, columns, rows }: BenchResult): string {
  const headings = ['load', 'measure', ...columns, 'ratio', 'of the rounds'];
  const cells = [headings, ...rows.map(cellsOf)];
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lineOf = (row: string[]): string =>
    `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column < 2 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  const [head = [], ...rest] = cells;
  return [`### ${bench}\n\n${title}\n`, lineOf(head), rule, ...rest.map(lineOf)].join('\n');
}

function cellsOf({ load, measure, unit, ours, bare }: Row): string[] {
  const named = [load, `${measure}, ${unit}`, rounded(median(ours))];
  if (!bare) return [...named, '', '', ''];
  const ratios = ours.flatMap((mine, round) => ratioOf(mine, bare[round] ?? 0));
  return [...named, rounded(median(bare)), inWords(median(ratios)), rangeOf(ratios)];
}

/** Three significant digits, and whole numbers from 100 on. */
function rounded(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

const pad = (cell: string, width: number, column: number): string =>
  column < 2 ? cell.padEnd(width) : cell.padStart(width);

const ratioOf = (mine: number, other: number): number[] => (other === 0 ? [] : [mine / other]);
const inWords = (ratio: number): string => (Number.isNaN(ratio) ? '–' : ratio.toFixed(2));
const rangeOf = (ratios: number[]): string =>
  ratios.length < 2 ? '' : `${inWords(Math.min(...ratios))} to ${inWords(Math.max(...ratios))}`;
