export const benchNames = [
  'accept',
  'persist',
  'sizes',
  'open-loop',
  'reads',
  'cost',
  'growth',
  'page',
  'sdk',
] as const;
export type BenchName = (typeof benchNames)[number];
