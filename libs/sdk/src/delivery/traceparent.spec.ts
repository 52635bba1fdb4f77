import { afterEach, describe, expect, it } from '@jest/globals';
import { FakePlatform } from '../../test/fake-platform.js';
import { createFlow } from '../index.js';
import type { FlowOptions } from '../index.js';

const api = Symbol.for('opentelemetry.js.api.1');
const spanKey = Symbol.for('OpenTelemetry Context Key SPAN');
const [traceId, spanId] = ['a'.repeat(32), 'b'.repeat(16)];

/** What @opentelemetry/api leaves in the global object. */
function aHostTracing(span: unknown): void {
  const active = () => ({ getValue: (key: symbol) => (key === spanKey ? span : undefined) });
  Object.defineProperty(globalThis, api, { value: { context: { active } }, configurable: true });
}

const spanOf = (context: object) => ({ spanContext: () => context });

async function sentTraceparent(options: FlowOptions = {}) {
  const platform = new FakePlatform();
  await platform.settle(createFlow('movie-night', { platform, ...options }).finish());
  return platform.push.flow.traceparent;
}

afterEach(() => void Reflect.deleteProperty(globalThis, api));

describe('the trace context of a flow', () => {
  it('is that of the active span', async () => {
    aHostTracing(spanOf({ traceId, spanId, traceFlags: 1 }));
    expect(await sentTraceparent()).toBe(`00-${traceId}-${spanId}-01`);
  });

  it('is what the caller says when he says it', async () => {
    aHostTracing(spanOf({ traceId, spanId, traceFlags: 1 }));
    const traceparent = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-00`;
    expect(await sentTraceparent({ traceparent })).toBe(traceparent);
  });

  it.each([
    ['no span is active', undefined],
    ['the trace is none', spanOf({ traceId: '0'.repeat(32), spanId, traceFlags: 1 })],
    ['the span is none', spanOf({ traceId, spanId: '0'.repeat(16), traceFlags: 1 })],
    ['the span is odd', spanOf({ traceId: 7 })],
    [
      'tracing throws',
      {
        spanContext: () => {
          throw new Error('trap');
        },
      },
    ],
  ])('is left out when %s', async (_, span) => {
    aHostTracing(span);
    expect(await sentTraceparent()).toBeUndefined();
  });

  it('is left out where nothing traces', async () => {
    expect(await sentTraceparent()).toBeUndefined();
  });
});
