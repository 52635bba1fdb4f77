import { AsyncLocalStorage } from 'node:async_hooks';
import type { Flow } from '../recording/flow.js';
import type { Step } from '../recording/step.js';

/** What is current, from a `run()` or `step()` down to the deepest call in it. */
export interface Scope {
  flow: Flow;
  step?: Step;
}

/** Remembers what is current through asynchronous calls. */
const scopes = new AsyncLocalStorage<Scope>();

export function currentScope(): Scope | undefined {
  return scopes.getStore();
}

/** The flow in whose `run()` or `step()` this is called, at any depth. Undefined elsewhere, and in browsers, which cannot tell. */
export function currentFlow(): Flow | undefined {
  return currentScope()?.flow;
}

/** The step in whose callback this is called, at any depth. Undefined elsewhere, and in browsers, which cannot tell. */
export function currentStep(): Step | undefined {
  return currentScope()?.step;
}

export function within<T>(scope: Scope, fn: () => T): T {
  return scopes.run(scope, fn);
}
