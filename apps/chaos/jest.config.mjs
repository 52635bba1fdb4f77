import { preset, unit } from '../../tools/jest/preset.mjs';

/** The instruments by themselves, and the rows of the fixed subset that need nothing but the embedded server. */
export default {
  ...unit,
  ...preset,
  testPathIgnorePatterns: ['\\.external\\.spec\\.ts$', '/node_modules/'],
  testTimeout: 200_000,
};
