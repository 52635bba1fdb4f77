import type { FlowDocument, FlowListItem, ObservationDetail, StepDetail } from '@flow-trail/contracts';

export function aFlow(given: Partial<FlowListItem> = {}): FlowListItem {
  return {
    id: '0199a41f-7c02-7d11-a000-000000000001',
    attempt: 1,
    name: 'movie-night',
    status: 'completed',
    reason: 'Heat was drawn',
    tags: [],
    release: '2.4.0',
    environment: null,
    createdAt: '2026-01-01T12:00:00.000Z',
    finishedAt: '2026-01-01T12:00:04.000Z',
    receivedAt: '2026-01-01T12:00:05.000Z',
    durationMs: 4000,
    stepCount: 2,
    stepNames: ['search', 'judge'],
    observationCount: 1,
    bytes: 1234,
    funnel: null,
    ...given,
  };
}

export function aStep(given: Partial<StepDetail> = {}): StepDetail {
  const name = given.name ?? 'search';
  return {
    id: `${name}/${given.iteration ?? 1}/${given.version ?? 1}`,
    name,
    version: 1,
    iteration: 1,
    position: 0,
    parent: null,
    status: 'completed',
    reason: null,
    config: null,
    metrics: {},
    createdAt: '2026-01-01T12:00:00.000Z',
    startedAt: '2026-01-01T12:00:00.000Z',
    finishedAt: '2026-01-01T12:00:01.000Z',
    durationMs: 1000,
    observations: [],
    ...given,
  };
}

export function anObservation(given: Partial<ObservationDetail> = {}): ObservationDetail {
  return {
    id: `observation ${given.name ?? 'films'}`,
    name: 'films',
    version: 1,
    variant: { index: 1, of: 1 },
    role: null,
    queryable: null,
    decision: null,
    declared: null,
    summary: null,
    summaryFailure: null,
    bytes: 100,
    storedBytes: 50,
    records: null,
    digest: '00',
    ...given,
  };
}

export function aDocument(steps: StepDetail[], given: Partial<FlowDocument['flow']> = {}): FlowDocument {
  return {
    flow: {
      ...aFlow(),
      url: 'http://127.0.0.1/flows/1',
      attempts: [1],
      revision: 1,
      input: null,
      output: null,
      config: null,
      metadata: {},
      traceparent: null,
      parent: null,
      heartbeatSeconds: null,
      summary: null,
      ...given,
    },
    steps,
  };
}
