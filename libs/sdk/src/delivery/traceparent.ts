import type { ActiveContext } from '../context/active-context.js';
import { isTraceparent } from '../limits.js';
import { hex } from '../uuid.js';

interface Span {
  spanContext?: () => { traceId?: string; spanId?: string; traceFlags?: number };
}

const spanKey = Symbol.for('OpenTelemetry Context Key SPAN');

/** The W3C trace context of the span in a context of OpenTelemetry, if there is one. */
export function traceparentOf(context: ActiveContext | undefined): string | undefined {
  try {
    const span = context?.getValue?.(spanKey) as Span | undefined;
    const { traceId, spanId, traceFlags } = span?.spanContext?.() ?? {};
    const traceparent = `00-${traceId}-${spanId}-${hex([traceFlags ?? 0])}`;
    // All zeros stand for no trace.
    return isTraceparent(traceparent) && !/-0+-/.test(traceparent) ? traceparent : undefined;
  } catch {
    // Tracing that fails is no reason for a flow to.
    return undefined;
  }
}
