import type { FlowDocument, FlowListItem, FlowPage } from '@flow-trail/contracts';
import type { LedgerRecord } from '../instruments/ledger.js';
import type { Project } from './sender.js';

const patienceMs = 10_000;

/** Reads what one project may see. */
export class Reading {
  constructor(
    private readonly url: string,
    readonly project: Project,
  ) {}

  get(path: string): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      headers: { authorization: `Bearer ${this.project.key}`, 'accept-encoding': 'identity' },
      signal: AbortSignal.timeout(patienceMs),
    });
  }

  post(path: string): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.project.key}` },
      signal: AbortSignal.timeout(patienceMs),
    });
  }

  /** Every flow whose name holds the text. @throws Error when a page does not come. */
  async list(name: string): Promise<FlowListItem[]> {
    const flows: FlowListItem[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = new URLSearchParams({ name, limit: '200', ...(cursor && { cursor }) });
      const response = await this.get(`/api/flows?${query}`);
      if (!response.ok) throw new Error(`the list answered ${response.status}`);
      const page = (await response.json()) as FlowPage;
      flows.push(...page.flows);
      cursor = page.nextCursor;
    }
    return flows;
  }

  async document(id: string): Promise<FlowDocument | number> {
    const response = await this.get(`/api/flows/${id}`);
    return response.ok ? ((await response.json()) as FlowDocument) : response.status;
  }

  /** The data of an observation, or the status that came instead. */
  async data(flowId: string, observationId: string): Promise<Buffer | number> {
    const response = await this.get(`/api/flows/${flowId}/observations/${observationId}/data`);
    const bytes = Buffer.from(await response.arrayBuffer());
    return response.ok ? bytes : response.status;
  }
}

/** What a document lacks of what was sent. */
export function lacking({ flow, steps }: FlowDocument, sent: LedgerRecord): string[] {
  const found = steps.flatMap((step) =>
    step.observations.map(({ name, digest }) => `${step.name}/${name} ${digest.slice(0, 8)}`),
  );
  const wanted = sent.observations.map(({ step, name, digest }) => `${step}/${name} ${digest.slice(0, 8)}`);
  const counted = flow.observationCount === wanted.length && flow.stepCount === new Set(steps.map((s) => s.name)).size;
  return [
    ...wanted.filter((observation) => !found.includes(observation)).map((observation) => `lacks ${observation}`),
    ...found
      .filter((observation) => !wanted.includes(observation))
      .map((observation) => `has a foreign ${observation}`),
    ...(counted ? [] : [`counts ${flow.stepCount} steps and ${flow.observationCount} observations`]),
  ];
}
