import type { FlowOptions } from './flow-options.js';
import { resolveSettings } from './flow-settings.js';
import { readOptions } from './option-checks.js';
import { Flow } from './recording/flow.js';

/**
 * Starts to record one run of a process. Nothing is sent before `flow.finish()`.
 *
 * @param name What the process is called, 1 to 256 characters; runs of one process share it.
 * @throws FlowTrailError with code `invalid-option`, the option's name and the value received. Nothing that is called later throws.
 * @example
 * const flow = createFlow('movie-night', { tags: ['friday'] });
 * const step = flow.createStep('search');
 * step.capture({ name: 'candidates', data: films, queryable: { rating: 'number' } });
 * step.finish({ reason: `${films.length} films match` });
 * const { id, url } = await flow.finish();
 */
export function createFlow(name: string, options: FlowOptions = {}): Flow {
  return readOptions('createFlow', () => new Flow(resolveSettings(name, options)));
}
