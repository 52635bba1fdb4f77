import type {
  FilterOptions,
  JudgeOptions,
  Judgement,
  RankOptions,
  RunStepOptions,
  SelectOptions,
} from '@flow-trail/sdk';
import { currentStep } from '@flow-trail/sdk';
import { nameOf } from '../films/film.js';
import type { Judge } from '../judge/judge.js';
import { choiceOf } from '../pipeline/choice.js';
import type { Task } from '../pipeline/choose-film.js';
import { tally, whyDropped } from '../pipeline/filters.js';
import type { Opinion } from '../pipeline/judge-films.js';
import { describe } from '../pipeline/judge-films.js';
import type { ScoredFilm } from '../pipeline/rank.js';
import type { FoundFilm } from '../pipeline/search.js';
import type { Understanding } from '../pipeline/understand.js';
import { rulesFor } from '../releases.js';
import { rounded } from '../rounding.js';
import { counted, percent } from '../wording.js';

type Description<Result> = RunStepOptions<Result>;

/** What a person reads of a film, everywhere. */
const film = { candidate: 'id', kind: 'film', label: 'title' } as const;

/** What each step says of itself, and how its films are read as candidates. */
export function descriptionsOf(task: Task, judge: Judge) {
  return {
    ...ofUnderstanding(task),
    ...ofSearch(),
    ...ofFilters(task),
    ...ofJudging(task, judge),
    ...ofRanking(task),
    ...ofDraw(task),
  };
}

/** The same judge, whose metrics are noted at the step that asks it. */
export function noting(judge: Judge): Judge {
  return {
    model: judge.model,
    async assess(...asked) {
      const answer = await judge.assess(...asked);
      currentStep()?.set({ metrics: answer.metrics });
      return answer;
    },
  };
}

function ofUnderstanding({ request: { text, genres, years } }: Task) {
  const understand: Description<Understanding> = {
    config: { model: 'simulated' },
    input: { text, genres, years },
    output: ({ keywords }) => keywords,
    reason: ({ keywords }) =>
      `The simulated language model named ${keywords.length} keywords: ${keywords.map(({ term }) => term).join(', ')}`,
    metrics: ({ simulatedTokens }) => ({ simulatedTokens }),
  };
  return { understand };
}

function ofSearch() {
  const matches: RankOptions<FoundFilm> = {
    ...film,
    score: 'match',
    queryable: { id: 'number', title: 'string', year: 'number', genre: 'string', match: 'number', rank: 'number' },
  };
  const search: Description<FoundFilm[]> = {
    reason: (found) => {
      const matching = found.filter(({ match }) => match > 0).length;
      const [best] = found;
      const summary = `${counted(found.length)} films scored, ${counted(matching)} match a keyword`;
      return best ? `${summary}; the best is ${nameOf(best)} with ${best.match}` : summary;
    },
  };
  return { matches, search };
}

function ofFilters({ config, request }: Task) {
  const rules = rulesFor(config, request);
  const verdicts: FilterOptions<FoundFilm> = {
    ...film,
    rules,
    reason: (found) => whyDropped(found, rules) ?? 'passed every rule',
    queryable: {
      id: 'number',
      title: 'string',
      rating: 'number',
      votes: 'number',
      year: 'number',
      genre: 'string',
      outcome: 'string',
      reason: 'string',
    },
  };
  const filters = (found: readonly FoundFilm[]): Description<FoundFilm[]> => {
    return { config: { rules }, reason: () => tally(found, rules) };
  };
  return { verdicts, filters };
}

function ofJudging({ config: { relevanceMinimum: threshold, judgeBudget: budget } }: Task, judge: Judge) {
  const judgements: JudgeOptions<FoundFilm, Opinion> = {
    ...film,
    rules: { relevance: { actual: 'answer.relevance', op: '>=', threshold } },
    limit: budget,
    score: 'answer.relevance',
    reason: ({ answer: { relevance } }) => `relevance ${relevance} ${relevance >= threshold ? '>=' : '<'} ${threshold}`,
    queryable: {
      id: 'number',
      title: 'string',
      match: 'number',
      'answer.relevance': 'number',
      outcome: 'string',
      reason: 'string',
    },
  };
  const judging: Description<Promise<Judgement<FoundFilm, Opinion>>> = {
    config: { model: judge.model, relevanceMinimum: threshold, budget },
    reason: (judged) => describe(judge, judged),
  };
  return { judgements, judge: judging };
}

function ofRanking({ config: { weights, keep } }: Task) {
  const parts = Object.keys(weights).map((name) => [`parts.${name}`, 'number' as const]);
  const ranking: RankOptions<ScoredFilm> = {
    ...film,
    score: 'score',
    contributions: 'parts',
    limit: keep,
    queryable: {
      id: 'number',
      title: 'string',
      year: 'number',
      score: 'number',
      rank: 'number',
      outcome: 'string',
      ...Object.fromEntries(parts),
    },
  };
  const by = Object.entries(weights).map(([name, weight]) => `${name} ${percent(weight)}`);
  const rank: Description<ScoredFilm[]> = {
    config: { weights, keep },
    reason: ({ length }) => `Kept the best ${length} by ${by.join(', ')}`,
  };
  return { ranking, rank };
}

function ofDraw({ config: { temperature }, random }: Task) {
  const point = random.fork('select').next();
  const draw = (chance: (film: ScoredFilm) => number): SelectOptions<ScoredFilm> => ({
    ...film,
    score: 'score',
    chance,
    random: () => point,
    queryable: { id: 'number', title: 'string', score: 'number', chance: 'number', outcome: 'string' },
  });
  const select = (
    best: readonly ScoredFilm[],
    chanceOf: (film: ScoredFilm) => number,
  ): Description<ScoredFilm | undefined> => ({
    config: { temperature },
    reason: (drawn) => choiceOf(drawn, best, chanceOf).sentence,
    metrics: { draw: rounded(point, 4) },
  });
  return { draw, select };
}
