import { currentFlow } from '#scope';
import { resolveApiKey } from './api-key.js';
import { countAttempt } from './attempts.js';
import { defaultBudget } from './budget/limits.js';
import type { Budget } from './budget/limits.js';
import { resolveEndpoint } from './endpoint.js';
import { activeContext } from './context/active-context.js';
import type { ActiveContext } from './context/active-context.js';
import type { FlowOptions } from './flow-options.js';
import { checkOptions } from './option-checks.js';
import { recordingPlatform } from './platform.js';
import type { RecordingPlatform } from './platform.js';
import { uuidV7 } from './uuid.js';

/** The options, checked, with the defaults of those that count from the start. */
export interface FlowSettings extends Omit<FlowOptions, 'platform'> {
  name: string;
  endpoint: string;
  id: string;
  attempt: number;
  platform: RecordingPlatform;
  /** That of OpenTelemetry when the flow was made. */
  activeContext: ActiveContext | undefined;
  budget: Required<Budget>;
}

export function resolveSettings(name: string, options: FlowOptions): FlowSettings {
  checkOptions(name, options);
  const platform = { ...recordingPlatform, ...options.platform };
  return {
    ...options,
    name,
    endpoint: resolveEndpoint(options.endpoint),
    apiKey: resolveApiKey(options.apiKey),
    ...runOf(options, platform),
    activeContext: activeContext(),
    parent: options.parent?.toLowerCase() ?? currentFlow()?.id,
    // What the caller changes later does not matter.
    tags: options.tags && [...options.tags],
    sample: typeof options.sample === 'object' ? { ...options.sample } : options.sample,
    budget: withDefaults(defaultBudget, options.budget),
    platform,
  };
}

/** An id that the caller gave can come again, with the same run or another. */
function runOf({ id, attempt }: FlowOptions, platform: RecordingPlatform): { id: string; attempt: number } {
  if (id === undefined) return { id: uuidV7(platform.now(), platform.randomBytes), attempt: attempt ?? 1 };
  const known = id.toLowerCase();
  return { id: known, attempt: countAttempt(known, attempt) };
}

/** An option that is undefined is not given. */
export function withDefaults<T extends object>(standard: T, given?: Partial<T>): T {
  const known = Object.keys(standard).map((key) => [key, given?.[key as keyof T] ?? standard[key as keyof T]]);
  return Object.fromEntries(known) as T;
}
