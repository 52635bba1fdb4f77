import { within } from '#scope';
import type { FinishFlowOptions, Flow, StepOptions } from '../recording/flow.js';
import { messageOf } from '../recording/thrown.js';
import type { FinishStepOptions, Step } from '../recording/step.js';
import type { Scope } from './scope.js';
import { handled, whenSettled } from './settled.js';

/** A value, or what makes it of the result. */
export type FromResult<Result, Value> = Value | ((result: Awaited<Result>) => Value);

/** What to record of a run besides its steps. Every one is optional. */
export interface RunOptions<Result> {
  /** `true` for the result itself, or what makes the flow's output of it. Default none. */
  output?: boolean | ((result: Awaited<Result>) => unknown);
  /** Why it ended like this, for a person. Default none. */
  reason?: FromResult<Result, string>;
}

/** What to record of a step besides what it captures. Every one is optional. */
export interface RunStepOptions<Result> extends StepOptions {
  /** What the step was given; any JSON value, captured as `input`. Default none. */
  input?: unknown;
  /** `true` for the result itself, or what makes the output of it; captured as `output`. Default none. */
  output?: boolean | ((result: Awaited<Result>) => unknown);
  /** Why it ended like this, for a person. Default none. */
  reason?: FromResult<Result, string>;
  /** Named finite numbers, such as tokens or cost. Default none. */
  metrics?: FromResult<Result, Record<string, number>>;
}

/** Runs `fn` with the flow as the current one, and finishes it in the background. */
export function runFlow<Result>(
  flow: Flow,
  fn: (flow: Flow) => Result,
  options: RunOptions<Result>,
  finish: (ending: () => FinishFlowOptions) => void,
): Result {
  return whenSettled(
    () => within({ flow }, () => fn(flow)),
    (result) => finish(() => ({ output: outputOf(options.output, result), reason: ofResult(options.reason, result) })),
    (error) => finish(() => ({ status: 'failed', reason: reasonOf(error) })),
  );
}

/** Runs `fn` with the step as the current one, and finishes it. */
export function runStep<Result>(
  scope: Required<Scope>,
  fn: (step: Step) => Result,
  options: Omit<RunStepOptions<Result>, 'input'> & { input: () => unknown },
  ended: () => void,
): Result {
  const { step } = scope;
  const finish = (make: () => FinishStepOptions) => {
    step.finishMade(make);
    ended();
  };
  step.captureMade('input', 'input', options.input);
  return whenSettled(
    () => within(scope, () => fn(step)),
    (result) => {
      step.captureMade('output', 'output', () => outputOf(options.output, result));
      finish(() => ({ reason: ofResult(options.reason, result), metrics: ofResult(options.metrics, result) }));
    },
    (error) => {
      step.captureThrown(error);
      finish(() => ({ status: 'failed', reason: reasonOf(error) }));
    },
  );
}

function outputOf<Result>(option: RunOptions<Result>['output'], result: Awaited<Result>): unknown {
  if (typeof option === 'function') return handled(option(result));
  return option ? result : undefined;
}

function ofResult<Result, Value>(
  option: FromResult<Result, Value> | undefined,
  result: Awaited<Result>,
): Value | undefined {
  return typeof option === 'function' ? (option as (result: Awaited<Result>) => Value)(result) : option;
}

function reasonOf(error: unknown): string {
  const message = messageOf(error);
  try {
    return error instanceof Error && error.name ? `${error.name}: ${message}` : message;
  } catch {
    return message;
  }
}
