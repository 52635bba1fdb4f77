import { resolveApiKey } from './api-key.js';
import { countAttempt } from './attempts.js';
import { currentFlow } from './context/scope.js';
import { activeTraceparent } from './context/traceparent.js';
import type { Budget } from './budget/limits.js';
import type { CandidateId } from './decisions/item-options.js';
import { resolveEndpoint } from './endpoint.js';
import type { FlowOptions } from './flow-options.js';
import {
  checkedCount,
  checkedFlag,
  checkedMetadata,
  checkedMilliseconds,
  checkedObject,
  checkedSeconds,
  checkedTags,
  checkedText,
  checkedTraceparent,
  checkedUuid,
  checkedWord,
} from './option-checks.js';
import { checkedBudget, checkedFunction, checkedRedact, checkedSample, checkedWatch } from './policy-checks.js';
import type { RedactOptions } from './privacy/redact.js';
import { defaultPlatform } from './platform.js';
import type { Platform } from './platform.js';
import { uuidV7 } from './uuid.js';

const defaults = {
  send: 'at-finish' as 'at-finish' | 'incremental',
  heartbeatSeconds: 10,
  timeoutMs: 10_000,
  deadlineMs: 60_000,
  exitTimeoutMs: 2000,
  maxRetries: 5,
  gzip: true,
  throwOnError: false,
};

type Defaulted = keyof typeof defaults;

/** The options, checked, with the defaults filled in. */
export interface FlowSettings
  extends Omit<FlowOptions, 'platform' | Defaulted>, Required<Pick<FlowOptions, Defaulted>> {
  name: string;
  endpoint: string;
  id: string;
  attempt: number;
  platform: Platform;
  redact: RedactOptions;
  watch: readonly CandidateId[];
  budget: Required<Budget>;
}

export function resolveSettings(name: string, options: FlowOptions): FlowSettings {
  const platform = {
    ...defaultPlatform,
    ...checkedObject('platform', checkedObject('options', options).platform ?? {}),
  };
  return {
    name: checkedText('name', name),
    endpoint: resolveEndpoint(options.endpoint),
    apiKey: resolveApiKey(options.apiKey),
    ...checkedRun(options, platform),
    ...checkedDescription(options),
    send: checkedWord('send', options.send ?? defaults.send, ['at-finish', 'incremental']),
    heartbeatSeconds: checkedSeconds('heartbeatSeconds', options.heartbeatSeconds ?? defaults.heartbeatSeconds),
    timeoutMs: checkedMilliseconds('timeoutMs', options.timeoutMs ?? defaults.timeoutMs),
    deadlineMs: checkedMilliseconds('deadlineMs', options.deadlineMs ?? defaults.deadlineMs),
    exitTimeoutMs: checkedMilliseconds('exitTimeoutMs', options.exitTimeoutMs ?? defaults.exitTimeoutMs),
    maxRetries: checkedCount('maxRetries', options.maxRetries ?? defaults.maxRetries, 0),
    gzip: checkedFlag('gzip', options.gzip ?? defaults.gzip),
    throwOnError: checkedFlag('throwOnError', options.throwOnError ?? defaults.throwOnError),
    ...checkedPolicy(options),
    platform,
  };
}

function checkedPolicy(options: FlowOptions): Pick<FlowSettings, 'redact' | 'sample' | 'watch' | 'budget' | 'onDrop'> {
  return {
    redact: checkedRedact(options.redact ?? {}),
    sample: ifGiven('sample', options.sample, checkedSample),
    watch: checkedWatch(options.watch ?? []),
    budget: checkedBudget(options.budget ?? {}),
    onDrop: ifGiven('onDrop', options.onDrop, checkedFunction),
  };
}

/** An id that the caller gave can come again, with the same run or another. */
function checkedRun(options: FlowOptions, platform: Platform): { id: string; attempt: number } {
  const attempt = ifGiven('attempt', options.attempt, (option, value) => checkedCount(option, value, 1));
  const id = ifGiven('id', options.id, checkedUuid);
  if (id === undefined) return { id: uuidV7(platform.now(), platform.randomBytes), attempt: attempt ?? 1 };
  return { id, attempt: countAttempt(id, attempt) };
}

function checkedDescription(options: FlowOptions): FlowOptions {
  return {
    input: options.input,
    config: options.config,
    tags: ifGiven('tags', options.tags, checkedTags),
    metadata: ifGiven('metadata', options.metadata, checkedMetadata),
    release: ifGiven('release', options.release, checkedText),
    environment: ifGiven('environment', options.environment, checkedText),
    traceparent: ifGiven('traceparent', options.traceparent, checkedTraceparent) ?? activeTraceparent(),
    parent: ifGiven('parent', options.parent, checkedUuid) ?? currentFlow()?.id,
  };
}

function ifGiven<T>(option: string, value: T | undefined, check: (option: string, value: T) => T): T | undefined {
  return value === undefined ? undefined : check(option, value);
}
