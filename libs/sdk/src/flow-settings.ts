import { resolveApiKey } from './api-key.js';
import { resolveEndpoint } from './endpoint.js';
import type { FlowOptions } from './flow-options.js';
import {
  checkedCount,
  checkedFlag,
  checkedMetadata,
  checkedMilliseconds,
  checkedObject,
  checkedTags,
  checkedText,
  checkedTraceparent,
  checkedUuid,
} from './option-checks.js';
import { defaultPlatform } from './platform.js';
import type { Platform } from './platform.js';
import { uuidV7 } from './uuid.js';

const defaults = {
  attempt: 1,
  timeoutMs: 10_000,
  deadlineMs: 60_000,
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
  platform: Platform;
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
    id: ifGiven('id', options.id, checkedUuid) ?? uuidV7(platform.now()),
    ...checkedDescription(options),
    attempt: checkedCount('attempt', options.attempt ?? defaults.attempt, 1),
    timeoutMs: checkedMilliseconds('timeoutMs', options.timeoutMs ?? defaults.timeoutMs),
    deadlineMs: checkedMilliseconds('deadlineMs', options.deadlineMs ?? defaults.deadlineMs),
    maxRetries: checkedCount('maxRetries', options.maxRetries ?? defaults.maxRetries, 0),
    gzip: checkedFlag('gzip', options.gzip ?? defaults.gzip),
    throwOnError: checkedFlag('throwOnError', options.throwOnError ?? defaults.throwOnError),
    platform,
  };
}

function checkedDescription(options: FlowOptions): FlowOptions {
  return {
    input: options.input,
    config: options.config,
    tags: ifGiven('tags', options.tags, checkedTags),
    metadata: ifGiven('metadata', options.metadata, checkedMetadata),
    release: ifGiven('release', options.release, checkedText),
    environment: ifGiven('environment', options.environment, checkedText),
    traceparent: ifGiven('traceparent', options.traceparent, checkedTraceparent),
    parent: ifGiven('parent', options.parent, checkedUuid),
  };
}

function ifGiven<T>(option: string, value: T | undefined, check: (option: string, value: T) => T): T | undefined {
  return value === undefined ? undefined : check(option, value);
}
