import { modes } from './suites.mjs';

/**
 * The table suite × mode, then what did not run and how to get it; the last line, alone, has the sums. A suite that did
 * not run counts as one skipped test, or with `isAllRequired` as one failed.
 */
export function report(results, isAllRequired) {
  const columns = modes.map(({ name }) => name).filter((name) => results.some(({ mode }) => mode === name));
  const rows = [...new Set(results.map(({ project }) => project))].sort();
  const cell = (project, mode) => textOf(results.find((result) => result.project === project && result.mode === mode));
  const table = [['', ...columns], ...rows.map((project) => [project, ...columns.map((mode) => cell(project, mode))])];
  const total = sum(results, isAllRequired);
  const lines = [...layOut(table), '', ...results.filter(({ reason }) => reason).map(reasonLine)];
  lines.push(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return { text: lines.join('\n'), isGood: total.failed === 0 && !(isAllRequired && total.skipped > 0) };
}

function textOf(result) {
  if (!result) return '–';
  if (result.status === 'not run') return 'not run';
  const { passed = 0, failed = 0, skipped = 0 } = result;
  const parts = [`${passed} passed`, failed && `${failed} failed`, skipped && `${skipped} skipped`];
  return parts.filter(Boolean).join(', ');
}

const reasonLine = ({ project, mode, status, reason }) =>
  `${status === 'not run' ? 'Not run' : 'Failed'}: ${project}, ${mode}: ${reason}`;

function sum(results, isAllRequired) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, passed = 0, failed = 0, skipped = 0 } of results) {
    total.passed += passed;
    total.failed += failed + (status === 'not run' && isAllRequired ? 1 : 0);
    total.skipped += skipped + (status === 'not run' && !isAllRequired ? 1 : 0);
  }
  return total;
}

function layOut(table) {
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  return table.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] + 2))
      .join('')
      .trimEnd(),
  );
}
