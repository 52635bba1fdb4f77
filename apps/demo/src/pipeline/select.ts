/** Chances in proportion to e^(score / temperature): the colder, the surer the best. */
export function softmax(scores: readonly number[], temperature: number): number[] {
  // The greatest is taken off first, or cold temperatures overflow.
  const greatest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - greatest) / temperature));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** The chance of each of these films to be drawn; all together 1. */
export function chancesOf<F extends { score: number }>(films: readonly F[], temperature: number): (film: F) => number {
  const scores = films.map(({ score }) => score);
  const chances = new Map(softmax(scores, temperature).map((chance, at) => [films[at], chance]));
  return (film) => chances.get(film) ?? 0;
}

/** Draws one film: that on whose stretch `draw` falls, at least 0 and below 1, when the chances are laid end to end. Undefined of none. */
export function drawFilm<F>(films: readonly F[], chance: (film: F) => number, draw: number): F | undefined {
  let end = 0;
  return films.find((film) => draw < (end += chance(film))) ?? films.at(-1);
}
