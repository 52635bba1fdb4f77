import type { DecisionDeclaration, Flow } from '@flow-trail/sdk';
import type { Assessment, Judge, JudgeAnswer, JudgedFilm } from '../judge/judge.js';
import type { JudgementRecord } from '../pipeline/judgement.js';
import { toJudgement, toSkipped, withinBudget } from '../pipeline/judgement.js';
import type { ReleaseConfig } from '../releases.js';

/** What came of all tries: the films kept by the last one with their relevance, or why there are none. */
export type Judged =
  { status: 'judged'; kept: Map<number, number>; summary: string } | { status: 'failed'; reason: string };

interface Judging {
  flow: Flow;
  judge: Judge;
  config: ReleaseConfig;
  request: string;
}

/** Asks the judge about the best matches; a try that is lost stays on record and the next one follows it. */
export async function judgeStep(judging: Judging, byMatch: readonly JudgedFilm[]): Promise<Judged> {
  let failure = '';
  for (let attempt = 1; attempt <= judging.config.judgeTries; attempt += 1) {
    const judged = await oneTry(judging, byMatch, attempt);
    if (judged.status === 'judged') return judged;
    failure = judged.reason;
  }
  const tries = judging.config.judgeTries;
  return { status: 'failed', reason: `${nameOf(judging.judge)} failed ${tries} times; the last time it ${failure}` };
}

async function oneTry(
  { flow, judge, config, request }: Judging,
  byMatch: readonly JudgedFilm[],
  attempt: number,
): Promise<Judged> {
  const { judgeBudget: budget, relevanceMinimum } = config;
  const step = flow.createStep('judge', { config: { model: judge.model, relevanceMinimum, budget } });
  const { judged, skipped } = withinBudget(byMatch, budget);
  const { assessments, failure, metrics } = await judge.assess(request, judged, attempt);
  const records = toRecords(judged, assessments, skipped, relevanceMinimum);
  step.capture({
    name: 'judgements',
    role: 'output',
    data: records,
    queryable: {
      id: 'number',
      title: 'string',
      match: 'number',
      relevance: 'number',
      outcome: 'string',
      reason: 'string',
    },
    decision: declare(relevanceMinimum),
  });
  const summary = `${nameOf(judge)} ${failure ?? summarise(records)}`;
  step.finish({ status: failure === null ? 'completed' : 'failed', reason: summary, metrics });
  return failure === null
    ? { status: 'judged', kept: keptOf(records), summary }
    : { status: 'failed', reason: failure };
}

function toRecords(
  judged: readonly JudgedFilm[],
  assessments: JudgeAnswer['assessments'],
  skipped: readonly JudgedFilm[],
  minimum: number,
): JudgementRecord[] {
  const unanswered: Assessment = { error: 'the judge gave no answer' };
  return [
    ...judged.map((film, index) => toJudgement(film, assessments[index] ?? unanswered, minimum)),
    ...skipped.map(toSkipped),
  ];
}

function declare(threshold: number): DecisionDeclaration {
  return {
    candidate: 'id',
    kind: 'film',
    label: 'title',
    outcome: 'outcome',
    reason: 'reason',
    rules: { relevance: { actual: 'relevance', op: '>=', threshold } },
    score: 'relevance',
    from: 'filters/verdicts',
  };
}

function keptOf(records: JudgementRecord[]): Map<number, number> {
  return new Map(
    records.flatMap(({ id, outcome, relevance }) =>
      outcome === 'kept' && relevance !== null ? [[id, relevance] as const] : [],
    ),
  );
}

function nameOf({ model }: Judge): string {
  return model === 'simulated' ? 'The simulated judge' : `The judge ${model}`;
}

function summarise(records: JudgementRecord[]): string {
  const count = (outcome: JudgementRecord['outcome']): number =>
    records.filter((record) => record.outcome === outcome).length;
  return `kept ${count('kept')}, dropped ${count('dropped')}, failed on ${count('error')} and had no budget for ${count('skipped')}`;
}
