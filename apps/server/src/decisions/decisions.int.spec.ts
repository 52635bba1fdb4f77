import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FlowDocument, FlowPage, Push } from '@flow-trail/contracts';
import type { FlowSummary, ObservationSummary } from '@flow-trail/decisions';
import { TestClient, aPush } from '@flow-trail/testing';
import { startSite, type Site } from '../processor/workers.behaviour.js';
import { startServer, type RunningServer } from '../server.js';

let site: Site;
let server: RunningServer;
let client: TestClient;

beforeAll(async () => {
  site = await startSite();
  const environment = { PORT: '0', DATABASE_URL: site.databaseUrl, FLOW_TRAIL_DATA: site.folder, LOG_LEVEL: 'error' };
  server = await startServer(environment, () => undefined);
  client = new TestClient(server.url);
});
afterAll(async () => {
  await server?.close();
  await site?.stop();
});

const films = [
  { id: 1, title: 'Heat', rating: 8.3 },
  { id: 2, title: 'Ronin', rating: 7.2 },
  { id: 3, title: 'Gigli', rating: 2.6 },
];
const filters = {
  candidate: 'id',
  label: 'title',
  rules: { rating: { actual: 'rating', op: '>=', threshold: 7 } },
} as const;

const aNight = (name: string): Push => {
  const push = aPush(name)
    .withStep('search')
    .withObservation('films', films)
    .withStep('filters')
    .withObservation('films', films)
    .build();
  push.steps[0]!.observations[0]!.decision = { candidate: 'id', label: 'title' };
  push.steps[1]!.observations[0]!.decision = filters;
  return push;
};
const document = async (id: string): Promise<FlowDocument> =>
  (await (await client.get(`/api/flows/${id}`)).json()) as FlowDocument;
const summaryOf = ({ flow }: FlowDocument): FlowSummary => flow.summary as unknown as FlowSummary;

describe('a flow with decisions', () => {
  it('carries its funnel, in the document and in the list', async () => {
    const { id } = await client.deliver(JSON.stringify(aNight('funnel')));
    const { stages, unexplained, notable } = summaryOf(await document(id));
    expect(stages.map(({ name, in: came, kept, dropped }) => [name, came, kept, dropped])).toEqual([
      ['search/films', 3, 3, 0],
      ['filters/films', 3, 2, 1],
    ]);
    expect(unexplained).toBe(0);
    expect(notable.map(({ label, role }) => [label, role])).toContainEqual(['Heat', 'winner']);
    const { flows } = (await (await client.get('/api/flows?name=funnel')).json()) as FlowPage;
    expect(flows[0]!.funnel).toEqual({
      stages: [
        { name: 'search/films', in: 3, kept: 3 },
        { name: 'filters/films', in: 3, kept: 2 },
      ],
      unexplained: 0,
    });
  });

  it('says of each observation which rule dropped how many', async () => {
    const { id } = await client.deliver(JSON.stringify(aNight('rules')));
    const { steps } = await document(id);
    const summary = steps[1]!.observations[0]!.summary as unknown as ObservationSummary;
    expect(summary.decision).toMatchObject({ in: 3, kept: 2, dropped: 1, unexplained: 0 });
    expect(summary.decision!.rules).toMatchObject([{ rule: 'rating', failed: 1, failedFirst: 1, failedAlone: 1 }]);
  });

  it('has the same summary whatever the order in which its parts were pushed', async () => {
    const parts = (flowId: string) => {
      const whole = aNight('parts');
      return whole.steps.map((step) => JSON.stringify({ flow: { ...whole.flow, id: flowId }, steps: [step] }));
    };
    const deliverAll = async (bodies: string[]) => {
      for (const [at, body] of bodies.entries()) {
        const { id } = await client.deliver(body);
        await client.readable(id, ({ flow }) => flow.revision === at + 1);
      }
    };
    const [there, back] = ['0192a000-0000-7000-8000-00000000000a', '0192a000-0000-7000-8000-00000000000b'];
    await deliverAll(parts(there));
    await deliverAll(parts(back).reverse());
    const [one, other] = [summaryOf(await document(there)), summaryOf(await document(back))];
    expect(one.stages.map(({ observations: _, ...stage }) => stage)).toEqual(
      other.stages.map(({ observations: _, ...stage }) => stage),
    );
    expect(one.stages).toHaveLength(2);
  });

  it('is kept when what it says cannot be summarised by its declaration', async () => {
    const push = aNight('odd');
    push.steps[1]!.observations[0]!.decision = { candidate: 'nowhere', rules: 'none' } as never;
    const { id } = await client.deliver(JSON.stringify(push));
    const { steps } = await document(id);
    const summary = steps[1]!.observations[0]!.summary as unknown as ObservationSummary;
    expect(summary.decision).toMatchObject({ in: 3, withoutId: 3 });
    expect(summary.decision!.problems).not.toEqual([]);
  });

  it('holds what PostgreSQL cannot', async () => {
    const push = aNight('nul');
    push.steps[1]!.observations[0]!.data = [{ id: 'a\u0000b', title: '\ud800', rating: 9 }];
    const { id } = await client.deliver(JSON.stringify(push));
    expect(summaryOf(await document(id)).stages[1]).toMatchObject({ in: 1, kept: 1, appeared: 1 });
  });
});
