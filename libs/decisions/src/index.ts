export { keysOf, pathOf } from './reading/path.js';
export { propose } from './proposal/propose.js';
export type { EarlierDecision } from './proposal/lineage.js';
export type { Evidence } from './proposal/part.js';
export type { Proposal } from './proposal/propose.js';
