/** There is no answer to this request. Its message is a sentence for whoever asked, so no name of an error stands before it. */
export class NoFilm extends Error {
  override readonly name = '';
}

/** Says after which step no film was left, if none was. */
export function leftAfter(step: string, films: readonly unknown[], summary: () => string): void {
  if (films.length === 0) throw new NoFilm(`No film is left after ${step}: ${summary()}`);
}
