const path = require('node:path');
const { createEsmPreset } = require('jest-preset-angular/presets');

module.exports = {
  ...createEsmPreset({ tsconfig: '<rootDir>/tsconfig.spec.json' }),
  displayName: 'dashboard',
  rootDir: __dirname,
  testEnvironmentOptions: { customExportConditions: ['@flow-trail/source', 'node', 'node-addons'] },
  setupFilesAfterEnv: ['<rootDir>/src/test-setup.ts'],
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  reporters: ['default', [path.join(__dirname, '../../tools/jest/counting-reporter.mjs'), { suite: 'unit' }]],
};
