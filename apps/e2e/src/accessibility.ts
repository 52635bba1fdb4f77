import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';

/** What keeps people out of the page as it stands: each broken rule with the elements that break it. */
export async function violationsIn(page: Page): Promise<[rule: string, elements: string[]][]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
}
