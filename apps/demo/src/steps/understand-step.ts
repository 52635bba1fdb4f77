import type { Flow } from '@flow-trail/sdk';
import type { MovieRequest } from '../pipeline/requests.js';
import type { Keyword } from '../pipeline/understand.js';
import { understand } from '../pipeline/understand.js';
import type { Random } from '../random.js';

export function understandStep(flow: Flow, request: MovieRequest, random: Random): Keyword[] {
  const step = flow.createStep('understand', { config: { model: 'simulated' } });
  step.capture({ name: 'request', role: 'input', data: { text: request.text } });
  const { keywords, simulatedTokens } = understand(request, random);
  step.capture({
    name: 'keywords',
    role: 'output',
    data: keywords,
    queryable: { term: 'string', field: 'string', weight: 'number' },
  });
  step.capture({ name: 'constraints', role: 'output', data: { genres: request.genres, years: request.years } });
  step.finish({
    reason: `The simulated language model named ${keywords.length} keywords: ${keywords.map(({ term }) => term).join(', ')}`,
    metrics: { simulatedTokens },
  });
  return keywords;
}
