import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const workspace = fileURLToPath(new URL('../../../', import.meta.url));
const projects = globSync('{apps,libs}/*/project.json', { cwd: workspace }).map(
  (file) => JSON.parse(readFileSync(path.join(workspace, file), 'utf8')) as { name: string; tags: string[] },
);

/** What lint says of a file with this one line, were it there. */
function lint(file: string, line: string): string {
  const eslint = path.join(workspace, 'node_modules/eslint/bin/eslint.js');
  const args = [eslint, '--stdin', '--stdin-filename', path.join(workspace, file), '--format', 'json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: workspace,
    input: `${line}\n`,
    encoding: 'utf8',
  });
  if (!stdout) throw new Error(stderr);
  const [{ messages }] = JSON.parse(stdout) as [{ messages: { ruleId: string }[] }];
  return messages.map(({ ruleId }) => ruleId).join(' ');
}

describe('the workspace', () => {
  it.each(projects.map(({ name, tags }) => [name, tags] as const))('%s has one scope and one type', (_name, tags) => {
    expect(tags.map((tag) => tag.split(':')[0]).sort()).toEqual(['scope', 'type']);
  });

  it('has no rule that lets everything pass', () => {
    const rules = readFileSync(path.join(workspace, 'eslint.config.mjs'), 'utf8');
    expect(rules).not.toMatch(/onlyDependOnLibsWithTags: \[[^\]]*'\*'/);
  });

  it.each([
    [
      'the SDK',
      'libs/sdk/src/flow.ts',
      'the server by path',
      `export { x } from '../../../apps/server/src/server.js';`,
    ],
    ['the SDK', 'libs/sdk/src/flow.ts', 'the test support', `export { aPush } from '@flow-trail/testing';`],
    ['decisions', 'libs/decisions/src/index.ts', 'the test support', `export { aPush } from '@flow-trail/testing';`],
    ['decisions', 'libs/decisions/src/index.ts', 'the SDK', `export { createFlow } from '@flow-trail/sdk';`],
    ['the contracts', 'libs/contracts/src/index.ts', 'decisions', `export { keysOf } from '@flow-trail/decisions';`],
    ['the server', 'apps/server/src/server.ts', 'the SDK', `export { createFlow } from '@flow-trail/sdk';`],
    ['the server', 'apps/server/src/server.ts', 'the test support', `export { aPush } from '@flow-trail/testing';`],
  ])('forbids %s (%s) to use %s', (_who, file, _what, line) => {
    expect(lint(file, line)).toContain('@nx/enforce-module-boundaries');
  });

  it.each([
    ['storage', 'query'],
    ['query', 'processor'],
    ['query', 'queue'],
    ['ingest', 'processor'],
    ['queue', 'storage'],
  ])("forbids the server's %s/ to import %s/", (from, to) => {
    expect(lint(`apps/server/src/${from}/x.ts`, `export { x } from '../${to}/x.js';`)).toContain(
      'no-restricted-imports',
    );
  });

  it('locks the packages of every platform', () => {
    const { status, stderr } = spawnSync(process.execPath, ['tools/lockfile.mjs', '--check'], { cwd: workspace });
    expect([status, String(stderr)]).toEqual([0, '']);
  });
});
