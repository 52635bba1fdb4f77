import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { allMutants } from '../mutants/all-mutants.js';
import { allRows } from './all-rows.js';

const page = readFileSync(new URL('../../../../docs/chaos.md', import.meta.url), 'utf8').replace(/ +/g, ' ');

it('is what docs/chaos.md says of it', () => {
  const rows = allRows.map(({ id, fault, expected, worlds }) => {
    const modes = worlds.map(({ mode }) => mode).join(', ');
    return `| ${id} | ${fault} | ${expected} | ${modes} |`;
  });
  const mutants = allMutants.map(({ name, wrong, breaks, row }) => `| ${name} | ${wrong} | ${row.id} | ${breaks} |`);
  expect([...rows, ...mutants].filter((line) => !page.includes(line))).toEqual([]);
});
