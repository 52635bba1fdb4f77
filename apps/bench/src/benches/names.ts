export const benchNames = ['accept', 'persist', 'sizes', 'open-loop', 'reads', 'cost', 'growth', 'page'] as const;
export type BenchName = (typeof benchNames)[number];
