import { OutsideText } from './outside-text';

/** Texts that are joined: nothing longer is made while all of them are. */
const BLOCK = 1024;

interface Block {
  joined: string;
  /** Where each text begins; one more at the end. */
  starts: Uint32Array;
}

/** Texts in lower case, searched many at once: one search over their joined text takes a tenth of a search in each. */
export class TextColumn {
  readonly #blocks: Block[] = [];

  /** @param addTexts Is asked once for each; a line break stands between the texts that it adds. */
  constructor(
    private readonly length: number,
    addTexts: (index: number, add: (text: string) => void) => void,
  ) {
    const outside = new OutsideText();
    for (let first = 0; first < length; first += BLOCK) {
      const count = Math.min(BLOCK, length - first);
      this.#blocks.push(blockOf(count, (index, add) => addTexts(first + index, add), outside));
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

// Each in lower case before they are joined: that can be longer, as of `İ`, and no second text of that size is made.
function blockOf(
  count: number,
  addTexts: (index: number, add: (text: string) => void) => void,
  outside: OutsideText,
): Block {
  const texts: string[] = [];
  const starts = new Uint32Array(count + 1);
  let size = 0;
  const add = (text: string): void => {
    const lower = text.toLowerCase();
    size += lower.length + 1;
    texts.push(lower);
  };
  for (let index = 0; index < count; index++) {
    addTexts(index, add);
    starts[index + 1] = size;
  }
  texts.push('');
  return { joined: outside.copyOf(texts.join('\n')), starts };
}
