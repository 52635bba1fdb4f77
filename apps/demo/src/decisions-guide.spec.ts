import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Json, Push } from '@flow-trail/contracts';
import { decodeSegment, encodeSegment, segmentOf, summariseFlow, summariseText, Trail } from '@flow-trail/decisions';
import type { StageSummary } from '@flow-trail/decisions';
import { createFlow } from '@flow-trail/sdk';
import type { Flow } from '@flow-trail/sdk';

interface Example {
  title: string;
  flow: string;
  told: string;
  recorded: string;
}

const page = readFileSync('../../docs/decisions.md', 'utf8');
const section =
  /^### (?<title>[^\n]+)\n(?:(?!^#)[^])*?```json\n(?<flow>[^]*?)```\n\n```text\n(?<told>[^]*?)```\n\n```js\n(?<recorded>[^]*?)```/gm;
const examples = [...page.matchAll(section)].map(({ groups }) => groups as unknown as Example);

/** What the program's own lines give, by step; of a step with iterations a list of them. */
function ownLines(flow: string): Record<string, Json> {
  const observed = JSON.parse(flow) as { step: string; data: Json; iteration?: number }[];
  const own: Record<string, Json> = {};
  for (const { step, data, iteration } of observed) {
    if (iteration === undefined) own[step] = data;
    else own[step] = [...((own[step] ?? []) as Json[]), data];
  }
  return own;
}

/** Runs the lines of the guide; what the SDK then sends. */
async function push({ flow: observed, recorded }: Example): Promise<Push> {
  let sent = '';
  const fetch = (_url: unknown, { body }: RequestInit = {}) => {
    sent = new TextDecoder().decode(body as Uint8Array);
    return Promise.reject(new Error('nothing is sent here'));
  };
  const flow = createFlow('example', { gzip: false, maxRetries: 0, platform: { fetch } });
  const run = new Function('flow', 'own', recorded) as (flow: Flow, own: Record<string, Json>) => void;
  run(flow, ownLines(observed));
  const { warnings } = await flow.finish();
  expect(warnings).toEqual([]);
  return JSON.parse(sent) as Push;
}

function trailOf({ steps }: Push): Trail {
  const parts = steps.flatMap(({ name: step, version, iteration = 1, observations }) =>
    observations.map(({ name, version: observed, role = null, data, decision }) => {
      const { summary, columns } = summariseText(JSON.stringify(data), { decision: decision ?? null });
      const segment = decodeSegment(encodeSegment(segmentOf(columns!)));
      const id = [step, iteration, version, name].join('/');
      const place = { id, step: { name: step, version, iteration }, name, version: observed, role };
      return { ...place, declaration: decision!, summary: summary.decision!, segment };
    }),
  );
  return new Trail(
    parts,
    steps.map((step) => ({ ...step, iteration: step.iteration ?? 1, parent: step.parent ?? null })),
  );
}

/** As the guide prints it: "filter/verdicts: 4 in = 3 kept + 1 dropped". */
function bar(stage: StageSummary): string {
  const counts = (['kept', 'dropped', 'error', 'skipped', 'unexplained'] as const).filter((name) => stage[name] > 0);
  const beside = (['notRecorded', 'vanished', 'appeared'] as const).filter((name) => stage[name] > 0);
  const rest = beside.map((name) => `; ${stage[name]} ${name === 'notRecorded' ? 'not recorded' : name}`).join('');
  return `${stage.name}: ${stage.in} in = ${counts.map((name) => `${stage[name]} ${name}`).join(' + ')}${rest}`;
}

describe('the ten pipelines of the guide to decisions', () => {
  it('are all recorded with the SDK', () => {
    expect(examples).toHaveLength(10);
  });

  it.each(examples)('have the funnel that the guide shows when recorded a line a step: $title', async (example) => {
    const stages = summariseFlow(trailOf(await push(example))).stages.map(bar);
    expect(stages).toEqual(example.told.split('\n').filter((line) => / in = /.test(line)));
    const steps = new Set((JSON.parse(example.flow) as { step: string }[]).map(({ step }) => step));
    const lines = [...example.recorded.matchAll(/flow\.step\('(\w+)'/g)].map(([, step]) => step);
    expect(lines).toEqual([...steps]);
  });
});
