import { Problem } from './problem.js';

export const flowDeleted = (): Problem =>
  new Problem('flow-deleted', 'This flow was deleted. Its id and its keys stay used for 30 days.');
