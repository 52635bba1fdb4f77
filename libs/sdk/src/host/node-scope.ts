export { currentFlow, currentScope, currentStep, within } from '../context/scope.js';
export { wrap } from '../context/wrap.js';
