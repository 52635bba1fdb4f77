import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { DecisionDeclaration, Json, PushedStep, StepReference } from '@flow-trail/contracts';
import { lookUp, propose, type StageSummary, summariseFlow } from './index.js';
import { type PushTrail, trailOfPushes } from './trail/push-trail.behaviour.js';

interface Observed {
  step: string;
  observation: string;
  decision: DecisionDeclaration;
  data: Json;
  iteration?: number;
  parent?: StepReference;
}

const page = readFileSync(new URL('../../../docs/decisions.md', import.meta.url), 'utf8');
const section = /^### (?<title>[^\n]+)\n(?:(?!^#)[^])*?```json\n(?<flow>[^]*?)```\n\n```text\n(?<told>[^]*?)```/gm;
const examples = [...page.matchAll(section)].map(
  ({ groups }) => groups as { title: string; flow: string; told: string },
);

/** The example as a flow: each observation has a step of its own, one after the other. */
function flowOf(observed: Observed[]): PushTrail {
  const minute = (at: number): string => new Date(Date.UTC(2026, 10, 1, 12, at)).toISOString();
  const steps = observed.map(({ step: name, observation, decision, data, ...place }, position): PushedStep => {
    const times = { createdAt: minute(position), startedAt: minute(position), finishedAt: minute(position + 1) };
    const observations = [{ name: observation, version: 1, data, decision }];
    return { name, version: 1, position, status: 'completed', reason: null, ...times, ...place, observations };
  });
  return trailOfPushes([{ flow: { name: 'example', createdAt: minute(0), finishedAt: minute(59) }, steps }]);
}

/** "filter/verdicts: 4 in = 3 kept + 1 dropped (1 votes)", with what is outside of the sum after it. */
function bar(stage: StageSummary): string {
  const counts = (['kept', 'dropped', 'error', 'skipped', 'unexplained'] as const).filter((name) => stage[name] > 0);
  const sum = counts.map((name) => `${stage[name]} ${name}`).join(' + ');
  const beside = (['notRecorded', 'vanished', 'appeared'] as const).filter((name) => stage[name] > 0);
  const rest = beside.map((name) => `; ${stage[name]} ${name === 'notRecorded' ? 'not recorded' : name}`).join('');
  return `${stage.name}: ${stage.in} in = ${sum || '0'}${rest}`;
}

const answerTo = (text: string, { trail, explain }: PushTrail): string =>
  lookUp(trail, text)
    .map((reference) => explain(reference).sentence)
    .join(' ');

/** The rules of a stage, over all of its iterations. */
function rulesOf(stage: StageSummary, { parts }: PushTrail): string[] {
  const counts = new Map<string, [number, number, number]>();
  for (const { rule, failed, failedFirst, failedAlone } of parts
    .filter(({ id }) => stage.observations.includes(id))
    .flatMap(({ summary }) => summary.rules)) {
    const [all, first, alone] = counts.get(rule) ?? [0, 0, 0];
    counts.set(rule, [all + failed, first + failedFirst, alone + failedAlone]);
  }
  return [...counts].map(([rule, [all, first, alone]]) => `  ${rule}: ${all} failed, ${first} first, ${alone} alone`);
}

describe('the ten pipelines of the guide', () => {
  it('are ten', () => {
    expect(examples).toHaveLength(10);
  });

  it.each(examples)('has the funnel and the answers that the guide shows: $title', ({ flow, told }) => {
    const read = flowOf(JSON.parse(flow) as Observed[]);
    const funnel = summariseFlow(read.trail).stages.flatMap((stage) => [bar(stage), ...rulesOf(stage, read)]);
    const asked = [...told.matchAll(/^why (?<text>.*?): /gm)].map(({ groups }) => groups!['text']!);
    const answers = asked.map((text) => `why ${text}: ${answerTo(text, read)}`);
    expect([...funnel, ...answers].join('\n')).toBe(told.trimEnd());
  });
});

describe('the proposal in the guide', () => {
  it('says what the guide shows', () => {
    const shown = /## Without a declaration[^]*?```json\n(?<data>[^]*?)```[^]*?```text\n(?<told>[^]*?)```/.exec(
      page,
    )!.groups!;
    const proposal = propose(JSON.parse(shown['data']!) as Json);
    if (proposal.declaration === null) throw new Error(proposal.reason);
    const { declaration, evidence } = proposal;
    const lines = evidence.map(({ part, because }) => `${part} ${JSON.stringify(declaration[part])}: ${because}`);
    expect(lines.join('\n')).toBe(shown['told']!.trimEnd());
  });
});
