export { keysOf, pathOf } from './reading/path.js';
