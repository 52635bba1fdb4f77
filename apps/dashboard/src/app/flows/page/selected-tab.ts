export const flowTabs = ['matrix', 'records', 'declare'] as const;
export type FlowTab = (typeof flowTabs)[number];

/** The matrix first, unless the address names a step, or nothing was declared that could stand in it. */
export function selectedTab(parameter: (name: string) => string | null, hasDecisions: boolean): FlowTab {
  const namesStep = parameter('step') !== null || parameter('obs') !== null;
  const wanted = flowTabs.find((tab) => tab === parameter('tab'));
  return wanted ?? (namesStep || !hasDecisions ? 'records' : 'matrix');
}
