import { readFileSync } from 'node:fs';

const { $schema: _, ...swc } = JSON.parse(readFileSync(new URL('../../.swcrc', import.meta.url), 'utf8'));

/** Jest as native ESM over TypeScript sources; the Nx target sets --experimental-vm-modules. */
export const preset = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@flow-trail/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false, sourceMaps: 'inline' }] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};

/** `x.spec.ts`: no I/O. The first test of a file waits for its modules, on a busy machine for longer than the five seconds of Jest. */
export const unit = {
  ...preset,
  testTimeout: 30_000,
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  testPathIgnorePatterns: ['\\.int\\.spec\\.ts$', '/node_modules/'],
  reporters: ['default', [new URL('./counting-reporter.mjs', import.meta.url).pathname, { suite: 'unit' }]],
};

/** `x.int.spec.ts`: real Postgres, Redis, object store. */
export const integration = (suite) => ({
  ...preset,
  testMatch: ['<rootDir>/src/**/*.int.spec.ts'],
  testTimeout: 60_000,
  maxWorkers: 1,
  reporters: ['default', [new URL('./counting-reporter.mjs', import.meta.url).pathname, { suite }]],
});
