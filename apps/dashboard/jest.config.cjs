const path = require('node:path');
const { createEsmPreset } = require('jest-preset-angular/presets');

const preset = createEsmPreset({ tsconfig: '<rootDir>/tsconfig.spec.json' });
const shared = {
  ...preset,
  moduleNameMapper: { ...preset.moduleNameMapper, '^(\\.{1,2}/.*)\\.js$': '$1' },
  rootDir: __dirname,
};
const sources = { customExportConditions: ['@flow-trail/source', 'node', 'node-addons'] };
/** Modules without browser APIs are tested without a browser. */
const plain = ['<rootDir>/src/app/records/engine/**/*.spec.ts', '<rootDir>/src/app/api/**/*.spec.ts'];

module.exports = {
  // As in tools/jest/preset.mjs; Jest takes it from here alone.
  testTimeout: 30_000,
  projects: [
    {
      ...shared,
      displayName: 'engine',
      testEnvironment: 'node',
      testEnvironmentOptions: sources,
      testMatch: plain,
    },
    {
      ...shared,
      displayName: 'page',
      testEnvironmentOptions: sources,
      setupFilesAfterEnv: ['<rootDir>/src/test-setup.ts'],
      testMatch: ['<rootDir>/src/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/src/app/records/engine/', '/src/app/api/'],
    },
  ],
  reporters: ['default', [path.join(__dirname, '../../tools/jest/counting-reporter.mjs'), { suite: 'unit' }]],
};
