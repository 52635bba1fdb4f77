import { expect, it } from '@jest/globals';
import { createFlow, wrap } from './index.js';
import type {
  currentFlow,
  currentStep,
  flush,
  shutdown,
  Capture,
  DropReason,
  ErrorCode,
  FinishFlowOptions,
  FinishStepOptions,
  Flow,
  Flushed,
  FlowOptions,
  FlowTrailError,
  Receipt,
  Step,
  StepOptions,
} from './index.js';

it('exports exactly this', async () => {
  expect(Object.keys(await import('./index.js')).sort()).toEqual([
    'FlowTrailError',
    'counters',
    'createFlow',
    'currentFlow',
    'currentStep',
    'deterministic',
    'flush',
    'shutdown',
    'wrap',
  ]);
});

it('gives flows and steps exactly these members', () => {
  const flow = createFlow('movie-night');
  const step = flow.createStep('search');
  expect(publicMembers(flow)).toEqual(['attempt', 'createStep', 'finish', 'id', 'name', 'run', 'set', 'step', 'url']);
  expect(publicMembers(step)).toEqual([
    'capture',
    'filter',
    'finish',
    'iteration',
    'judge',
    'name',
    'rank',
    'select',
    'set',
    'version',
  ]);
});

/** Those marked @internal are not in the published types. */
function publicMembers(value: object): string[] {
  const internal = [
    ...['constructor', 'reference', 'hasFailed', 'isRecordedBy', 'stepMade'],
    ...['captureMade', 'captureThrown', 'finishMade'],
  ];
  const names = [...Object.keys(value), ...Object.getOwnPropertyNames(Object.getPrototypeOf(value))];
  return names.filter((name) => !internal.includes(name)).sort();
}

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const assertTypes = <_Claims extends true[]>() => undefined;

it('keeps its types: this compiles', () => {
  assertTypes<
    [
      Same<Parameters<typeof createFlow>, [name: string, options?: FlowOptions]>,
      Same<ReturnType<typeof createFlow>, Flow>,
      Same<Flow['createStep'], (name: string, options?: StepOptions) => Step>,
      Same<Flow['finish'], (options?: FinishFlowOptions) => Promise<Receipt>>,
      Same<Parameters<Step['capture']>, [capture: Capture]>,
      Same<Step['finish'], (options?: FinishStepOptions) => void>,
      Same<Receipt['status'], 'accepted' | 'dropped'>,
      Same<Receipt['reason'], DropReason | undefined>,
      Same<FlowTrailError['code'], ErrorCode>,
      Same<Capture['data'], unknown>,
      Same<
        keyof FlowOptions,
        | 'endpoint'
        | 'apiKey'
        | 'id'
        | 'attempt'
        | 'input'
        | 'config'
        | 'tags'
        | 'metadata'
        | 'release'
        | 'environment'
        | 'traceparent'
        | 'parent'
        | 'send'
        | 'heartbeatSeconds'
        | 'exitTimeoutMs'
        | 'timeoutMs'
        | 'deadlineMs'
        | 'maxRetries'
        | 'gzip'
        | 'throwOnError'
        | 'redact'
        | 'sample'
        | 'watch'
        | 'budget'
        | 'onDrop'
        | 'platform'
      >,
    ]
  >();

  const step = createFlow('movie-night').createStep('search');
  // @ts-expect-error a name is needed
  step.capture({ data: 1 });
  // @ts-expect-error data is needed, be it undefined
  step.capture({ name: 'films' });
  // @ts-expect-error no such role
  step.capture({ name: 'films', data: 1, role: 'side' });
  // @ts-expect-error no such type
  step.capture({ name: 'films', data: 1, queryable: { title: 'text' } });
  // @ts-expect-error a decision names its candidate
  step.capture({ name: 'films', data: 1, decision: { outcome: 'outcome' } });
  // @ts-expect-error a step that has ended is not running
  step.finish({ status: 'running' });
  // @ts-expect-error the name of a step does not change
  step.name = 'other';
  step.capture({ name: 'films', data: 1 }).capture({ name: 'films', data: 2, role: 'output' });
});

it('gives back what the functions return, and hands it on to what describes it', async () => {
  const flow = createFlow('movie-night', { endpoint: 'http://127.0.0.1:1', maxRetries: 0 });
  const count = flow.step('count', () => 7, { reason: (result) => `${result.toFixed(1)} films` });
  const films = flow.step('search', async () => ['Alien'], { output: (found) => found.length });
  const judge = wrap(async (film: string, votes: number) => film.length * votes, {
    input: (film, votes) => ({ film: film.trim(), votes: votes.toFixed() }),
    metrics: (score) => ({ score }),
  });
  assertTypes<
    [
      Same<typeof count, number>,
      Same<typeof films, Promise<string[]>>,
      Same<Parameters<typeof judge>, [film: string, votes: number]>,
      Same<ReturnType<typeof judge>, Promise<number>>,
      Same<ReturnType<typeof currentFlow>, Flow | undefined>,
      Same<ReturnType<typeof currentStep>, Step | undefined>,
      Same<ReturnType<typeof flush>, Promise<Flushed>>,
      Same<ReturnType<typeof shutdown>, Promise<Flushed>>,
    ]
  >();
  // @ts-expect-error the result is no string
  flow.step('count', () => 7, { reason: (result: string) => result });
  expect([count, await films, await judge('Alien', 2)]).toEqual([7, ['Alien'], 10]);
});
