/** Limits of one push; the server's settings can lower or raise the byte limits, the rest is part of the contract. */
export const limits = {
  /** Bytes of a push after inflation. */
  pushBytes: 50 * 1024 * 1024,
  /** Bytes of one observation's `data`. */
  observationBytes: 32 * 1024 * 1024,
  /** Nesting of arrays and objects, counted from the top of the push. */
  depth: 100,
  /** JSON values and keys in a push. */
  nodes: 10_000_000,
  /** Bytes of each of `input`, `output`, `config` and `metadata`, as JSON. */
  smallJsonBytes: 4096,
  /** UTF-16 units of a name of a flow, step, observation, tag, release or environment. */
  nameLength: 256,
  /** UTF-16 units of a reason. */
  reasonLength: 4096,
  tags: 64,
  steps: 10_000,
  observations: 100_000,
  /** Pushes in one body of `POST /api/flows/batch`. */
  batch: 500,
  queryablePaths: 1000,
  metrics: 256,
} as const;

/** Rows in one page of `GET /api/flows`. */
export const pageLimit = { default: 50, max: 200 } as const;
