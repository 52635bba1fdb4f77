import type { Film } from '../films/film.js';
import type { Judge } from '../judge/judge.js';
import { inSittings } from '../judge/sitting.js';
import type { Random } from '../random.js';
import type { ReleaseConfig } from '../releases.js';
import { rulesFor } from '../releases.js';
import type { Choice } from './choice.js';
import { choiceOf } from './choice.js';
import { passes, tally } from './filters.js';
import { describe, judgeFilms } from './judge-films.js';
import { leftAfter } from './no-film.js';
import { rankFilms } from './rank.js';
import type { MovieRequest } from './requests.js';
import { search } from './search.js';
import { chancesOf, drawFilm } from './select.js';
import { understand } from './understand.js';

/** Who asks for what, by which rules, with which luck. */
export interface Task {
  request: MovieRequest;
  config: ReleaseConfig;
  random: Random;
}

/** Movie night by itself, without a record of why. Throws a `NoFilm` when there is none to answer. */
export async function chooseFilm(task: Task, films: readonly Film[], judge: Judge): Promise<Choice> {
  const { request, config, random } = task;
  const rules = rulesFor(config, request);

  const { keywords } = understand(request, random.fork('understand'));
  const found = search(films, keywords);
  const passed = found.filter((film) => passes(film, rules));
  leftAfter('the filters', passed, () => tally(found, rules));

  const asked = passed.slice(0, config.judgeBudget);
  const judged = await inSittings(
    { judge, request: request.text, films: asked, tries: config.judgeTries },
    ({ ask, end }) => end(judgeFilms(passed, ask, config)),
  );
  leftAfter('the judge', judged.kept, () => describe(judge, judged));

  const best = rankFilms(judged.kept, config).slice(0, config.keep);
  const chanceOf = chancesOf(best, config.temperature);
  const film = drawFilm(best, chanceOf, random.fork('select').next());
  return choiceOf(film, best, chanceOf);
}
