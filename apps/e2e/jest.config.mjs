import { integration } from '../../tools/jest/preset.mjs';

/** The whole path in a real browser. */
export default { ...integration('browser'), testMatch: ['<rootDir>/src/**/*.spec.ts'] };
