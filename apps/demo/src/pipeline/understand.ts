import type { Random } from '../random.js';
import { rounded } from '../rounding.js';
import type { Association, MovieRequest } from './requests.js';

/** An association that the model named this time, with the weight that it gave it. */
export interface Keyword extends Association {
  /** As a person would write it. */
  term: string;
}

export interface Understanding {
  /** Says that no language model was asked. */
  model: 'simulated';
  keywords: Keyword[];
  simulatedTokens: number;
}

const fewest = 3;

/** Keywords as a language model would name them: the stronger an association, the likelier it is named; weights vary a little. */
export function understand(request: MovieRequest, random: Random): Understanding {
  const drawn = request.associations.map((association) => ({
    association,
    // A race of exponentials: the chance to come early grows with the weight.
    place: -Math.log(1 - random.next()) / association.weight,
  }));
  const spread = request.associations.length - fewest + 1;
  const count = fewest + Math.floor(random.next() * spread);
  const keywords = drawn
    .sort((left, right) => left.place - right.place)
    .slice(0, count)
    .map(({ association }) => toKeyword(association, random));
  return { model: 'simulated', keywords, simulatedTokens: 60 + request.text.length + 12 * keywords.length };
}

function toKeyword(association: Association, random: Random): Keyword {
  const { field, value } = association;
  return {
    term: field === 'minutes' ? `at most ${value} minutes` : `${field} ${value}`,
    ...association,
    weight: rounded(association.weight * (0.75 + 0.5 * random.next()), 2),
  };
}
