const limit = 100;

/** What the caller should know without being thrown at; bounded, so that a loop of mistakes costs nothing. */
export class Warnings {
  readonly list: string[] = [];

  add(sentence: string): void {
    if (this.list.length < limit - 1) this.list.push(sentence);
    else if (this.list.length === limit - 1) this.list.push('Further warnings were left out.');
  }
}
