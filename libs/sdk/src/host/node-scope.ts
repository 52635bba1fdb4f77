export { currentFlow, currentScope, currentStep, within } from '../context/scope.js';
export { activeTraceparent } from '../context/traceparent.js';
export { wrap } from '../context/wrap.js';
