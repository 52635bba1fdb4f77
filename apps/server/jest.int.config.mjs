import { integration } from '../../tools/jest/preset.mjs';

/** Everything that runs in one process and its data folder. */
export default {
  ...integration('embedded'),
  testPathIgnorePatterns: ['\\.external\\.int\\.spec\\.ts$', '/node_modules/'],
};
