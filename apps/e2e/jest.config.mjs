import { integration } from '../../tools/jest/preset.mjs';

/** The whole path in a real browser, which on a busy machine takes a while; nothing here is about how long. */
export default { ...integration('browser'), testMatch: ['<rootDir>/src/**/*.spec.ts'], testTimeout: 240_000 };
