/** Bytes that may be held. Every one is optional. */
export interface Budget {
  /** For one observation's data. Default 32 MiB, which is also the most that the server takes. */
  observationBytes?: number;
  /** For what is held of one flow. Default 48 MiB, which is also the most that the server takes at once. */
  flowBytes?: number;
  /** For what is held of all flows of the process together, when this flow captures. Default 64 MiB. */
  memoryBytes?: number;
}

export const mebibyte = 1024 * 1024;

export const defaultBudget: Required<Budget> = {
  observationBytes: 32 * mebibyte,
  flowBytes: 48 * mebibyte,
  memoryBytes: 64 * mebibyte,
};

/** What an observation takes besides its data. So many of them fill a flow's budget before the server's limit of 100,000 is reached. */
export const overheadBytes = 512;

/** The most that JSON text of an observation can take: three bytes for each of its UTF-16 units. */
export const greatestBytes = (json: string): number => json.length * 3 + overheadBytes;
