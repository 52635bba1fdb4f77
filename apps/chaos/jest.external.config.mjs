import { integration } from '../../tools/jest/preset.mjs';

/** The rows of the fixed subset that need a Redis. */
export default {
  ...integration('external'),
  testMatch: ['<rootDir>/src/**/*.external.spec.ts'],
  testTimeout: 300_000,
};
