import type * as node from './node-scope.js';

// Browsers cannot tell what is current in a call that was made later: nothing ever is.
export const currentScope: typeof node.currentScope = () => undefined;
export const currentFlow: typeof node.currentFlow = () => undefined;
export const currentStep: typeof node.currentStep = () => undefined;
export const within: typeof node.within = (_scope, fn) => fn();
export const wrap: typeof node.wrap = (fn) => fn;
