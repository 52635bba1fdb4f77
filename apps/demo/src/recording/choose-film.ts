import type { Flow } from '@flow-trail/sdk';
import type { Film } from '../films/film.js';
import type { Judge } from '../judge/judge.js';
import { inSittings } from '../judge/sitting.js';
import type { Choice } from '../pipeline/choice.js';
import { choiceOf } from '../pipeline/choice.js';
import type { Task } from '../pipeline/choose-film.js';
import { tally } from '../pipeline/filters.js';
import { describe } from '../pipeline/judge-films.js';
import { leftAfter } from '../pipeline/no-film.js';
import { rankFilms } from '../pipeline/rank.js';
import { search } from '../pipeline/search.js';
import { chancesOf } from '../pipeline/select.js';
import { understand } from '../pipeline/understand.js';
import { rulesFor } from '../releases.js';
import { descriptionsOf } from './descriptions.js';

/** Movie night with a record of why: one line of each step is another one. Throws a `NoFilm` when there is none to answer. */
export async function chooseFilm(flow: Flow, task: Task, films: readonly Film[], judge: Judge): Promise<Choice> {
  const { request, config, random } = task;
  const rules = rulesFor(config, request);
  const on = descriptionsOf(task, judge);

  const { keywords } = flow.step('understand', () => understand(request, random.fork('understand')), on.understand);
  const found = flow.step('search', (step) => step.rank('matches', search(films, keywords), on.matches), on.search);
  const passed = flow.step('filters', (step) => step.filter('verdicts', found, on.verdicts), on.filters(found));
  leftAfter('the filters', passed, () => tally(found, rules));

  const asked = passed.slice(0, config.judgeBudget);
  const judged = await inSittings(
    { judge, request: request.text, films: asked, tries: config.judgeTries },
    ({ ask, end }) => flow.step('judge', (step) => end(step.judge('judgements', passed, ask, on.judgements)), on.judge),
  );
  leftAfter('the judge', judged.kept, () => describe(judge, judged));

  const best = flow.step('rank', (step) => step.rank('ranking', rankFilms(judged.kept, config), on.ranking), on.rank);
  const chanceOf = chancesOf(best, config.temperature);
  const film = flow.step('select', (step) => step.select('draw', best, on.draw(chanceOf)), on.select(best, chanceOf));
  return choiceOf(film, best, chanceOf);
}
