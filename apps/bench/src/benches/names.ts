export const benchNames = ['accept'] as const;
export type BenchName = (typeof benchNames)[number];
