import { release } from './release';

const encoder = new TextEncoder();
// A mark at the beginning is a character like any other.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const BYTES_OF_CHARACTER = 3;

/** Copies texts out of the script's heap, which grows its room for new things with all that lasts in it: a decoder's texts lie outside. */
export class OutsideText {
  #bytes = new Uint8Array(0);

  /** A lone surrogate becomes another character, as long as it was. */
  copyOf(text: string): string {
    const size = text.length * BYTES_OF_CHARACTER;
    if (this.#bytes.length < size) {
      release(this.#bytes);
      this.#bytes = new Uint8Array(size);
    }
    const { written } = encoder.encodeInto(text, this.#bytes);
    return decoder.decode(this.#bytes.subarray(0, written));
  }
}
