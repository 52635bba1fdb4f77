import type { FlowSettings } from '../flow-settings.js';
import { jsonArray, jsonDate, jsonObject } from './json-text.js';
import type { Step } from './step.js';

/** What is known of a flow only at its end. `input`, `config` and `output` are JSON text. */
export interface FlowEnding {
  createdAt: number;
  finishedAt: number;
  status?: 'completed' | 'failed';
  reason?: string;
  input?: string;
  config?: string;
  output?: string;
}

/** The body of the push. Captured data goes in as the text that it was snapshotted to, never parsed and printed again. */
export function printPush(settings: FlowSettings, ending: FlowEnding, steps: readonly Step[]): string {
  return jsonObject({ flow: printFlow(settings, ending), steps: jsonArray(steps.map((step) => step.print())) });
}

function printFlow(settings: FlowSettings, ending: FlowEnding): string {
  return jsonObject({
    name: JSON.stringify(settings.name),
    id: JSON.stringify(settings.id),
    attempt: JSON.stringify(settings.attempt),
    createdAt: jsonDate(ending.createdAt),
    finishedAt: jsonDate(ending.finishedAt),
    status: JSON.stringify(ending.status),
    reason: JSON.stringify(ending.reason),
    input: ending.input,
    config: ending.config,
    output: ending.output,
    tags: JSON.stringify(settings.tags),
    metadata: JSON.stringify(settings.metadata),
    release: JSON.stringify(settings.release),
    environment: JSON.stringify(settings.environment),
    traceparent: JSON.stringify(settings.traceparent),
    parent: JSON.stringify(settings.parent),
  });
}
