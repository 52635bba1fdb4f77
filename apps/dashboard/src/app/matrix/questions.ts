import { quoted, type StageVocabulary } from '../records/engine/matrix/complete-filter';

/** A whole condition, and the question that it answers. */
export interface Question {
  text: string;
  asks: string;
}

/** What is asked most, in the words of this flow; only what its steps can answer. */
export function questionsFor(stages: readonly StageVocabulary[]): Question[] {
  const last = stages.at(-1);
  if (!last) return [];
  return [
    ...butForOneRule(stages),
    { text: `${quoted(last.word)}.outcome = kept`, asks: `Who was kept at ${last.word}, the last step?` },
    { text: 'outcome = unexplained or outcome = vanished', asks: 'Of whom does nobody say why?' },
    { text: 'outcome = error', asks: 'For whom did something break?' },
  ];
}

/** Of the best found, whom did a later filter drop, who would have been kept but for one rule? */
function butForOneRule(stages: readonly StageVocabulary[]): Question[] {
  const place = stages.findIndex(({ fields }) => fields.includes('rank'));
  const ranked = stages[place];
  const ruling = stages.slice(place + 1).find(({ fields }) => fields.includes('failed alone'));
  if (!ruling) return [];
  const alone = `${quoted(ruling.word)}.outcome = dropped and ${quoted(ruling.word)}.failed alone`;
  if (!ranked) return [{ text: alone, asks: `Whom did one rule of ${ruling.word} alone keep out?` }];
  const asks = `Which of the top 10 of ${ranked.word} did one rule of ${ruling.word} alone keep out?`;
  return [{ text: `${quoted(ranked.word)}.rank <= 10 and ${alone}`, asks }];
}
