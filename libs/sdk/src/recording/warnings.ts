const limit = 100;

/** What the caller should know without being thrown at; bounded, so that a loop of mistakes costs nothing. */
export class Warnings {
  readonly list: string[] = [];

  add(sentence: string): void {
    const left = limit - this.list.length;
    if (left > 0) this.list.push(left > 1 ? sentence : 'More warnings were left out.');
  }
}
