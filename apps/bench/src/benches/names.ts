export const benchNames = ['accept', 'persist', 'sizes', 'open-loop', 'reads', 'cost', 'growth'] as const;
export type BenchName = (typeof benchNames)[number];
