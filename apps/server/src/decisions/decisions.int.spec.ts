import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  CandidateAnswer,
  CandidatePage,
  FlowDocument,
  FlowPage,
  ProblemDetails,
  ProposalAnswer,
  Push,
} from '@flow-trail/contracts';
import type { FlowSummary, ObservationSummary } from '@flow-trail/decisions';
import { TestClient, aPush } from '@flow-trail/testing';
import { startSite, type Site } from '../processor/workers.behaviour.js';
import { startServer, type RunningServer } from '../server.js';

let site: Site;
let server: RunningServer;
let client: TestClient;

beforeAll(async () => {
  site = await startSite();
  server = await startServer(environment(), () => undefined);
  client = new TestClient(server.url);
});
afterAll(async () => {
  await server?.close();
  await site?.stop();
});

const environment = () => ({
  PORT: '0',
  DATABASE_URL: site.databaseUrl,
  FLOW_TRAIL_DATA: site.folder,
  FLOW_TRAIL_RECONCILE_SECONDS: '1',
  LOG_LEVEL: 'error',
});
const lostId = '0192a000-0000-7000-8000-00000000000c';

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
      selected: ['Heat', 'Ronin'],
    });
  });

  it('has the end of a long flow in the list', async () => {
    const films = Array.from({ length: 30 }, (_, id) => ({ id }));
    const long = films.reduce(
      (push, _, at) =>
        push.withStep(`step ${at}`).withObservation('films', films.slice(at), { decision: { candidate: 'id' } }),
      aPush('long'),
    );
    const { id } = await client.deliver(long.json());
    const { funnel } = (await document(id)).flow;
    expect([funnel?.stages.length, funnel?.stages.at(-1), funnel?.selected]).toEqual([
      20,
      { name: 'step 29/films', in: 1, kept: 1 },
      ['29'],
    ]);
  });

  it('names in the list whom it selected by no more than a long label begins with, and no half of a character', async () => {
    const label = `${'x'.repeat(79)}\u{1f3ac}`;
    const decision = { candidate: 'id', label: 'title' };
    const { id } = await client.deliver(
      aPush('labels')
        .withStep('pick')
        .withObservation('films', [{ id: 1, title: label }], { decision })
        .json(),
    );
    expect((await document(id)).flow.funnel?.selected).toEqual([`${'x'.repeat(79)}…`]);
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

  it('takes in more though the segments of what it has are lost, and makes them anew', async () => {
    const whole = aNight('lost');
    const [first, second] = whole.steps.map((step) =>
      JSON.stringify({ flow: { ...whole.flow, id: lostId }, steps: [step] }),
    );
    const { pushId } = await client.deliver(first!);
    await reread(lostId);
    for (const { key } of await Array.fromAsync(site.objects.list(`segments/`))) await site.objects.delete(key);
    await restart();
    expect((await client.deliver(second!)).pushId).not.toBe(pushId);
    const { flow } = await client.readable(lostId, (document) => summaryOf(document).stages.length === 2);
    expect(flow.summary).toMatchObject({ stages: [{ in: 3 }, { in: 3, kept: 2 }] });
  });

  it('holds what PostgreSQL cannot', async () => {
    const push = aNight('nul');
    push.steps[1]!.observations[0]!.data = [{ id: 'a\u0000b', title: '\ud800', rating: 9 }];
    const { id } = await client.deliver(JSON.stringify(push));
    expect(summaryOf(await document(id)).stages[1]).toMatchObject({ in: 1, kept: 1, appeared: 1 });
  });
});

/** Has its segments written apart from its packs. */
async function reread(id: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch(`${server.url}/api/reprocessing`, { method: 'POST', headers, body: '{"flowName":"lost","all":true}' });
  await client.readable(id, ({ flow: { revision } }) => revision === 2);
}

/** Forgets what is in memory. */
async function restart(): Promise<void> {
  await server.close();
  server = await startServer(environment(), () => undefined);
  client = new TestClient(server.url);
}

describe('a candidate', () => {
  const ask = async (id: string, candidate: string, query = ''): Promise<CandidateAnswer> => {
    const response = await client.get(`/api/flows/${id}/candidates/${candidate}${query}`);
    const body = await response.text();
    expect([response.status, body]).toEqual([200, expect.any(String)]);
    expect(Buffer.byteLength(body)).toBeLessThan(2048);
    return JSON.parse(body) as CandidateAnswer;
  };

  it('is told why it was dropped, in a sentence with its numbers', async () => {
    const { id } = await client.deliver(JSON.stringify(aNight('why not')));
    const answer = await ask(id, '3');
    expect(answer).toMatchObject({
      key: '3',
      label: 'Gigli',
      verdict: 'dropped-by-rule',
      rule: 'rating',
      margin: -4.4,
    });
    expect(answer.sentence).toContain('2.6');
    expect(answer.path.map(({ stage, outcome }) => [stage, outcome])).toEqual([
      ['search/films', 'kept'],
      ['filters/films', 'dropped'],
    ]);
  });

  it('is told that it was selected, or never retrieved', async () => {
    const { id } = await client.deliver(JSON.stringify(aNight('why')));
    expect(await ask(id, '1')).toMatchObject({ verdict: 'selected', label: 'Heat' });
    expect(await ask(id, 'Casino')).toMatchObject({ verdict: 'never-retrieved', path: [] });
  });

  it('whose text means a number and a text is found as both', async () => {
    const push = aNight('both');
    push.steps[1]!.observations[0]!.data = [...films, { id: '3', title: 'Three', rating: 9 }];
    const { id } = await client.deliver(JSON.stringify(push));
    expect(await ask(id, '3')).toMatchObject({ key: '"3"', label: 'Three', alsoNamed: [{ kind: '', key: '3' }] });
  });

  it('is listed with all others, by verdict, step and rule, page by page', async () => {
    const { id } = await client.deliver(JSON.stringify(aNight('all of them')));
    const list = async (query: string): Promise<CandidatePage> =>
      (await (await client.get(`/api/flows/${id}/candidates?${query}`)).json()) as CandidatePage;
    const labels = ({ candidates }: CandidatePage) => candidates.map(({ label }) => label);
    expect(labels(await list(''))).toEqual(['Heat', 'Ronin', 'Gigli']);
    expect(await list('verdict=selected')).toMatchObject({ matched: 2, of: 3, nextCursor: null });
    expect(labels(await list('step=filters&rule=rating'))).toEqual(['Gigli']);
    const first = await list('limit=2');
    expect(first).toMatchObject({ matched: 3, nextCursor: '2', observationsRead: { count: 2, of: 2 } });
    expect(labels(await list(`limit=2&cursor=${first.nextCursor}`))).toEqual(['Gigli']);
    expect((await client.get(`/api/flows/${id}/candidates?verdict=lost`)).status).toBe(400);
  });

  it('of a flow that decides nothing is not found', async () => {
    const { id } = await client.deliver(aPush('nothing').withStep('s').withObservation('o', [1]).json());
    const response = await client.get(`/api/flows/${id}/candidates/1`);
    expect(response.status).toBe(404);
    expect(((await response.json()) as ProblemDetails).detail).toContain('decides');
  });
});

describe('an observation without declaration', () => {
  it('gets one proposed, with the evidence', async () => {
    const records = films.map(({ rating, ...film }) => ({ ...film, rating, qualified: rating >= 7 }));
    const push = aPush('undeclared').withStep('search').withObservation('films', films).withStep('filters');
    const { id } = await client.deliver(push.withObservation('checked', { films: records }).json());
    const { steps } = await document(id);
    const observationId = steps[1]!.observations[0]!.id;
    const response = await client.get(`/api/flows/${id}/observations/${observationId}/proposal`);
    const proposal = (await response.json()) as ProposalAnswer;
    expect(proposal.declaration).toMatchObject({ records: 'films', candidate: 'id', outcome: 'qualified' });
    expect(proposal).toMatchObject({ evidence: expect.any(Array), records: { lookedAt: 3, of: 3 } });
  });

  it('that holds no records gets none, and the reason', async () => {
    const { id } = await client.deliver(aPush('config').withStep('s').withObservation('o', { limit: 3 }).json());
    const observationId = (await document(id)).steps[0]!.observations[0]!.id;
    const response = await client.get(`/api/flows/${id}/observations/${observationId}/proposal`);
    expect(await response.json()).toEqual({ declaration: null, reason: expect.any(String) });
  });
});

describe('a declaration made afterwards', () => {
  const checked = films.map((film) => ({ ...film, qualified: film.rating >= 7 }));
  const undeclared = (name: string): string =>
    aPush(name)
      .withStep('search')
      .withObservation('films', films)
      .withStep('filters')
      .withObservation('films', checked)
      .json();
  const declare = async (
    flowName: string,
    step: string,
    decision: object,
    overridesRecorded = false,
  ): Promise<void> => {
    const body = JSON.stringify({ flowName, step, observation: 'films', decision, overridesRecorded });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${server.url}/api/declarations`, { method: 'PUT', headers, body });
    expect(response.status).toBe(200);
  };
  const keptAt = ({ flow }: FlowDocument, stage: string): number | undefined =>
    (flow.summary as unknown as FlowSummary | null)?.stages.find(({ name }) => name === stage)?.kept;

  it('lights up the flows that are there, and those to come', async () => {
    const { id } = await client.deliver(undeclared('later'));
    expect((await document(id)).flow.summary).toBeNull();
    await declare('later', 'filters', { candidate: 'id', label: 'title', outcome: 'qualified' });
    const lit = await client.readable(id, (flow) => keptAt(flow, 'filters/films') === 2);
    expect(lit.flow.revision).toBe(2);
    expect(lit.steps[1]!.observations[0]).toMatchObject({ decision: null, declared: { outcome: 'qualified' } });
    const { id: next } = await client.deliver(undeclared('later'));
    expect(keptAt(await document(next), 'filters/films')).toBe(2);
    const page = await (await client.get('/api/declarations?flowName=later')).json();
    expect(page).toMatchObject({ pendingFlows: 0 });
  });

  it('gives way to what was recorded, unless it says otherwise', async () => {
    const { id } = await client.deliver(JSON.stringify(aNight('both ways')));
    await declare('both ways', 'filters', { candidate: 'id' });
    const untouched = await client.readable(id, ({ flow }) => flow.revision === 2);
    expect(keptAt(untouched, 'filters/films')).toBe(2);
    await declare('both ways', 'filters', { candidate: 'id' }, true);
    await client.readable(id, (flow) => keptAt(flow, 'filters/films') === 3);
  });

  it('taken back leaves the flow as it was', async () => {
    const { id } = await client.deliver(undeclared('to and fro'));
    await declare('to and fro', 'filters', { candidate: 'id', outcome: 'qualified' });
    await client.readable(id, (flow) => keptAt(flow, 'filters/films') === 2);
    const body = JSON.stringify({ flowName: 'to and fro', step: 'filters', observation: 'films', decision: null });
    await fetch(`${server.url}/api/declarations`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body,
    });
    await client.readable(id, ({ flow }) => flow.summary === null);
    expect((await Array.fromAsync(site.objects.list('packs/'))).length).toBeGreaterThan(0);
  });

  it('counts for a flow that was taken in while it was made', async () => {
    const sends = Array.from({ length: 20 }, () => client.deliver(undeclared('meanwhile')));
    await declare('meanwhile', 'filters', { candidate: 'id', outcome: 'qualified' });
    for (const { id } of await Promise.all(sends)) {
      await client.readable(id, (flow) => keptAt(flow, 'filters/films') === 2);
    }
  });

  it('is applied again to everything when asked to', async () => {
    const { id } = await client.deliver(JSON.stringify(aNight('again')));
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ flowName: 'again', all: true });
    const response = await fetch(`${server.url}/api/reprocessing`, { method: 'POST', headers, body });
    expect(response.status).toBe(202);
    const { flow } = await client.readable(id, ({ flow: { revision } }) => revision === 2);
    expect(flow.summary).toMatchObject({ stages: [{ in: 3 }, { kept: 2 }] });
  });
});
