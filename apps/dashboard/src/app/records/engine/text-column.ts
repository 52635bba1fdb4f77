/** Texts that are joined: nothing longer is made while all of them are. */
const BLOCK = 4096;

interface Block {
  joined: string;
  /** Where each text begins; one more at the end. */
  starts: Uint32Array;
}

/** Texts in lower case, searched many at once: one search over their joined text takes a tenth of a search in each. */
export class TextColumn {
  readonly #blocks: Block[] = [];

  /** @param textAt Is asked once for each. */
  constructor(
    private readonly length: number,
    textAt: (index: number) => string,
  ) {
    for (let first = 0; first < length; first += BLOCK) {
      const count = Math.min(BLOCK, length - first);
      this.#blocks.push(blockOf(Array.from({ length: count }, (_, index) => textAt(first + index))));
    }
  }

  /** Characters of all. */
  get size(): number {
    return this.#blocks.reduce((sum, { joined }) => sum + joined.length, 0);
  }

  /** 1 for each text that contains `part`, whatever the case. */
  containing(part: string): Uint8Array {
    const found = new Uint8Array(this.length);
    const lower = part.toLowerCase();
    if (lower === '') return found.fill(1);
    this.#blocks.forEach((block, place) => mark(found.subarray(place * BLOCK), block, lower));
    return found;
  }
}

function mark(found: Uint8Array, { joined, starts }: Block, lower: string): void {
  let index = 0;
  for (let at = joined.indexOf(lower); at >= 0; at = joined.indexOf(lower, starts[index])) {
    while ((starts[index + 1] ?? Infinity) <= at) index++;
    // A match may not reach over the end of its text.
    if (at + lower.length < (starts[index + 1] ?? 0)) found[index] = 1;
    index++;
  }
}

// In lower case before they are joined: that can be longer, as of `İ`, and no second text of that size is made.
function blockOf(texts: readonly string[]): Block {
  const lower = texts.map((text) => text.toLowerCase());
  const starts = new Uint32Array(lower.length + 1);
  lower.forEach((text, index) => (starts[index + 1] = (starts[index] ?? 0) + text.length + 1));
  lower.push('');
  return { joined: lower.join('\n'), starts };
}
