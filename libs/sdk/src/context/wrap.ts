import type { RunStepOptions } from './run.js';
import { currentScope } from './scope.js';
import { handled } from './settled.js';

/** What to record of each call. Every one is optional. */
export interface WrapOptions<Args extends unknown[], Result> extends Pick<
  RunStepOptions<Result>,
  'config' | 'output' | 'reason' | 'metrics'
> {
  /** What the step is called. Default: the name of the function. */
  name?: string;
  /** `true` for the list of arguments, or what makes the input of them; captured as `input`. Default none. */
  input?: boolean | ((...args: Args) => unknown);
}

/**
 * The same function, each call of which is a step: of the flow that is current when it is called, else of the one that was current when it was
 * wrapped (a callback that is called from elsewhere). Where there is no flow it is just called.
 *
 * @example
 * const judgeFilm = wrap(judge, { name: 'judge', metrics: (verdict) => ({ tokens: verdict.tokens }) });
 */
export function wrap<Fn extends (...args: never[]) => unknown>(
  fn: Fn,
  options?: WrapOptions<Parameters<Fn>, ReturnType<Fn>>,
): Fn {
  const { name = fn.name, input, ...rest } = options ?? {};
  const scopeOfWrap = currentScope();
  // Its name, length and own members stay as they are.
  return new Proxy(fn, {
    apply: (_fn, self: unknown, args: Parameters<Fn>) => {
      const { flow, step: parent } = currentScope() ?? scopeOfWrap ?? {};
      const call = () => Reflect.apply(fn, self, args) as ReturnType<Fn>;
      if (!flow) return call();
      return flow.stepMade(name, call, { ...rest, parent }, () => inputOf(input, args));
    },
  });
}

function inputOf<Args extends unknown[]>(input: WrapOptions<Args, unknown>['input'], args: Args): unknown {
  if (typeof input === 'function') return handled(input(...args));
  return input ? args : undefined;
}
