/** Bytes held by one flow; outlives it, so that they can be given back when it was forgotten. */
export interface Held {
  bytes: number;
  /** Called when nothing is held any more. */
  emptied?: () => void;
}

/** What all flows of the process hold together. */
export const memory = {
  used: 0,
  take(held: Held, bytes: number): void {
    held.bytes += bytes;
    memory.used += bytes;
  },
  giveBack(held: Held, bytes: number): void {
    memory.take(held, -bytes);
    if (held.bytes <= 0) held.emptied?.();
  },
};
