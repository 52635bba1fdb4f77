import { integration } from '../../tools/jest/preset.mjs';

export default {
  ...integration('runtimes'),
  testMatch: ['<rootDir>/test/runtimes/*.spec.ts'],
  // The first time each Node is fetched.
  testTimeout: 300_000,
};
