/** Gives the memory of an array back at once, which else waits for the garbage to be collected; the array is empty then. */
export function release({ buffer, byteLength }: ArrayBufferView<ArrayBuffer>): void {
  // What shares its buffer with others stays.
  if (byteLength === buffer.byteLength) buffer.transfer(0);
}
