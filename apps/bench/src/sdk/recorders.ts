import { LangfuseSpanProcessor } from '@langfuse/otel';
import { setLangfuseTracerProvider, startObservation } from '@langfuse/tracing';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { createFlow } from '@flow-trail/sdk';

/** Records values, and sends them when it is told. */
export interface Recorder {
  record(value: unknown): void;
  /** All that was recorded has been answered. */
  deliver(): Promise<void>;
}

export const recorderNames = ['Flow Trail', 'OpenTelemetry', 'Langfuse'] as const;
export type RecorderName = (typeof recorderNames)[number];

/** Nothing is to leave before it is told to, so that what is held until then can be seen. */
const aDay = 86_400_000;

export const recorders: Record<RecorderName, (url: string) => Recorder> = {
  'Flow Trail': (endpoint) => {
    const newFlow = () => createFlow('bench', { endpoint });
    let flow = newFlow();
    let step = flow.createStep('step');
    return {
      record: (data) => void step.capture({ name: 'items', data }),
      deliver: async () => {
        const { status } = await flow.finish();
        if (status !== 'accepted') throw new Error('the sink did not accept the flow');
        flow = newFlow();
        step = flow.createStep('step');
      },
    };
  },
  OpenTelemetry: (url) => {
    const options = { scheduledDelayMillis: aDay, maxQueueSize: 4096, maxExportBatchSize: 4096 };
    const processor = new BatchSpanProcessor(new OTLPTraceExporter({ url: `${url}/v1/traces` }), options);
    const tracer = new BasicTracerProvider({ spanProcessors: [processor] }).getTracer('bench');
    return {
      record: (value) => tracer.startSpan('items', { attributes: { items: JSON.stringify(value) } }).end(),
      deliver: () => processor.forceFlush(),
    };
  },
  Langfuse: (baseUrl) => {
    const keys = { publicKey: 'pk-lf-bench', secretKey: 'sk-lf-bench' };
    const limits = { flushAt: 4096, flushInterval: aDay / 1000 };
    const processor = new LangfuseSpanProcessor({ ...keys, ...limits, baseUrl, shouldExportSpan: () => true });
    setLangfuseTracerProvider(new BasicTracerProvider({ spanProcessors: [processor] }));
    return {
      record: (input) => startObservation('items', { input }).end(),
      deliver: () => processor.forceFlush(),
    };
  },
};
