import type { JsonObject } from '@flow-trail/contracts';
import type { Budget } from './budget/limits.js';
import type { CandidateId } from './decisions/item-options.js';
import type { Platform } from './platform.js';
import type { RedactOptions } from './privacy/redact.js';
import type { Sample } from './privacy/sampling.js';
import type { Drop } from './receipt.js';

/** How a flow is described and delivered. Every one is optional. */
export interface FlowOptions {
  /** Base URL of the server, http or https, with or without a path. Default: `FLOW_TRAIL_URL` from the environment, else `http://127.0.0.1:3000`. */
  endpoint?: string;
  /** Key of the project, sent to the server and never printed. Default: `FLOW_TRAIL_API_KEY` from the environment, else none. */
  apiKey?: string;
  /** UUID of the run. Default: a new version 7 UUID. */
  id?: string;
  /** 1, 2, … when an orchestrator runs the same `id` again. Default: one more than the last run of this `id` in this process, else 1. */
  attempt?: number;
  /** What the run was given. Over 4 KiB as JSON it is sent as an observation of the first step. */
  input?: unknown;
  /** How the run was set up. Over 4 KiB as JSON it is sent as an observation of the first step. */
  config?: unknown;
  /** At most 64 words of at most 256 characters. Default none. */
  tags?: readonly string[];
  /** Anything to search by, at most 4 KiB as JSON. Default none. */
  metadata?: JsonObject;
  /** Version of the program that ran, at most 256 characters. Default none. */
  release?: string;
  /** Such as `production`, at most 256 characters. Default none. */
  environment?: string;
  /** W3C trace context of the request that started the run. Default: that of OpenTelemetry's active span, where there is one. */
  traceparent?: string;
  /** UUID of the flow that started this one. Default: the current flow, inside of `flow.run()`. */
  parent?: string;
  /** `at-finish`: all at once, or nothing. `incremental`: steps as they end, so that they survive a crash. Default `at-finish`. */
  send?: 'at-finish' | 'incremental';
  /** With `send: 'incremental'`: how often a flow without news says that it is alive, 1 to 86,400; after three it is shown as interrupted. Default 10. */
  heartbeatSeconds?: number;
  /** Longest time for one try, in milliseconds; the request is then aborted. Default 10,000. */
  timeoutMs?: number;
  /** Longest time for all tries and the waits between them, in milliseconds. Default 60,000. */
  deadlineMs?: number;
  /** How long the end of the process may wait for what is under way in the background, in milliseconds. Default 2,000. */
  exitTimeoutMs?: number;
  /** Tries after the first. Those that waited because of the server's `Retry-After` do not count. Default 5. */
  maxRetries?: number;
  /** Compress flows above 1 KiB. Default true. */
  gzip?: boolean;
  /** Whether `finish()` rejects with a `FlowTrailError` when the flow was dropped, instead of saying so in its receipt. Default false. */
  throwOnError?: boolean;
  /** What is never recorded: paths, and a function that sees every value before it is printed. Default nothing. */
  redact?: RedactOptions;
  /** Share of the flows that is sent, 0 to 1, or one by name (`*` for all others); a flow that failed is always sent. Default 1. */
  sample?: Sample;
  /** Ids of candidates whose records stay whatever has to go when a budget is full. Default none. */
  watch?: readonly CandidateId[];
  /** How many bytes may be held; see there for what is let go first. */
  budget?: Budget;
  /** Called for every flow and observation that will not arrive; what it throws is ignored. Default none. */
  onDrop?: (drop: Drop) => void;
  /** Replaces parts of the surroundings, such as `fetch` or the clock. Default: those of the runtime. */
  platform?: Partial<Platform>;
}
