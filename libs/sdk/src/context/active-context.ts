/** As much of the context of OpenTelemetry's API, version 1, as is read here. */
export interface ActiveContext {
  getValue?: (key: symbol) => unknown;
}

const apiKey = Symbol.for('opentelemetry.js.api.1');

/** What is active now, where the host has OpenTelemetry. Read through its global, so that it is no dependency. */
export function activeContext(): ActiveContext | undefined {
  try {
    return (globalThis as { [apiKey]?: { context?: { active?: () => ActiveContext } } })[apiKey]?.context?.active?.();
  } catch {
    // Tracing that fails is no reason for a flow to.
    return undefined;
  }
}
