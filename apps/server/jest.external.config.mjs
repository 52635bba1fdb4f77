import { integration } from '../../tools/jest/preset.mjs';

/** The same server on a real Redis and a real S3 server. */
export default { ...integration('external'), testMatch: ['<rootDir>/src/**/*.external.int.spec.ts'] };
