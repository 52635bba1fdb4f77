import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const text = (path: string): string => readFileSync(`../../${path}`, 'utf8');
const guide = text('docs/sdk.md');

/** The lines of the function that a file exports, its signature included. */
function functionIn(path: string): string[] {
  const source = text(path);
  const lines = source.slice(source.search(/^export (async )?function /m)).split('\n');
  return lines.slice(0, lines.indexOf('}') + 1);
}

/** Unified, with all lines: those that are gone before those that came. */
function diff(before: readonly string[], after: readonly string[]): string[] {
  const [first, ...rest] = before;
  if (first === undefined) return after.map((line) => `+${line}`);
  const at = after.indexOf(first);
  if (at < 0) return [`-${first}`, ...diff(rest, after)];
  return [...after.slice(0, at).map((line) => `+${line}`), ` ${first}`, ...diff(rest, after.slice(at + 1))];
}

describe('the guide of the SDK', () => {
  it.each([
    [
      'examples/context/find-context.ts',
      'examples/context/find-context-recorded.ts',
      ['search', 'filter', 'spread', 'pack'],
    ],
    [
      'pipeline/choose-film.ts',
      'recording/choose-film.ts',
      ['understand', 'search', 'filters', 'judge', 'rank', 'select'],
    ],
  ])('shows how %s is recorded, a changed line a step', (plain, recorded, steps) => {
    const [before, after] = [functionIn(`apps/demo/src/${plain}`), functionIn(`apps/demo/src/${recorded}`)];
    const lines = diff(before, after);
    const [gone, came] = ['-', '+'].map((sign) => lines.filter((line) => line.startsWith(sign)));
    expect(gone!.length - 1).toBe(steps.length);
    expect(came!.flatMap((line) => /flow\.step\('(\w+)'/.exec(line)?.slice(1) ?? [])).toEqual(steps);
    expect(guide).toContain(`\`\`\`diff\n${lines.join('\n')}\n\`\`\``);
  });

  it('starts from the example as it is, and shows how its items are read', () => {
    const example = 'apps/demo/src/examples/context/find-context';
    expect(guide).toContain(functionIn(`${example}.ts`).join('\n'));
    const constants = /^const [^]*?(?=\n\n\/\*\*)/m.exec(text(`${example}-recorded.ts`))?.[0];
    expect(guide).toContain(constants ?? 'constants before the function');
  });

  it.each([
    ['flow-options.ts', 'FlowOptions'],
    ['recording/flow.ts', 'StepOptions'],
    ['recording/step.ts', 'Capture'],
    ['recording/step.ts', 'StepNotes'],
    ['context/run.ts', 'RunStepOptions'],
    ['context/wrap.ts', 'WrapOptions'],
    ['decisions/item-options.ts', 'ItemOptions'],
    ['decisions/filter.ts', 'FilterOptions'],
    ['decisions/judge.ts', 'JudgeOptions'],
    ['decisions/rank.ts', 'RankOptions'],
    ['decisions/select.ts', 'SelectOptions'],
    ['decisions/rules.ts', 'DataRule'],
    ['budget/limits.ts', 'Budget'],
    ['privacy/redact.ts', 'RedactOptions'],
  ])('has a line for every option of %s: %s', (file, name) => {
    const source = text(`libs/sdk/src/${file}`);
    const start = source.indexOf(`export interface ${name}`);
    const body = source.slice(source.indexOf('{\n', start), source.indexOf('\n}\n', start));
    const options = [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, option]) => option);
    expect(options.length).toBeGreaterThan(0);
    for (const option of options) expect(guide).toMatch(new RegExp(`^\\|.*\`${option}\``, 'm'));
  });

  it('says of every reason for a drop what to do', () => {
    const reasons = [...text('libs/sdk/src/receipt.ts').matchAll(/^ {2}\| '([\w-]+)'/gm)].map(([, reason]) => reason);
    expect(reasons).toHaveLength(14);
    for (const reason of reasons) expect(guide).toMatch(new RegExp(`^\\| \`${reason}\` \\| \\S`, 'm'));
  });
});
