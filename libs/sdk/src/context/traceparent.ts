import { isTraceparent } from '../limits.js';
import { hex } from '../uuid.js';

/** As much of OpenTelemetry's API as is read here, version 1. */
interface OpenTelemetry {
  context?: { active?: () => { getValue?: (key: symbol) => Span | undefined } };
}

interface Span {
  spanContext?: () => { traceId?: string; spanId?: string; traceFlags?: number };
}

const apiKey = Symbol.for('opentelemetry.js.api.1');
const spanKey = Symbol.for('OpenTelemetry Context Key SPAN');

/** The W3C trace context of the active span, where the host has OpenTelemetry. Read through its global, so that it is no dependency. */
export function activeTraceparent(): string | undefined {
  try {
    const api = (globalThis as { [apiKey]?: OpenTelemetry })[apiKey];
    const { traceId, spanId, traceFlags } = api?.context?.active?.().getValue?.(spanKey)?.spanContext?.() ?? {};
    const traceparent = `00-${traceId}-${spanId}-${hex([traceFlags ?? 0])}`;
    // All zeros stand for no trace.
    return isTraceparent(traceparent) && !/-0+-/.test(traceparent) ? traceparent : undefined;
  } catch {
    // Tracing that fails is no reason for a flow to.
    return undefined;
  }
}
