import { keptKey } from '../../api/kept-key';
import type { EnginePort } from '../../records/engine-worker';
import { selectedTab } from './selected-tab';

/** Hands the flow that an address shows to the engine, which reads the matrix while the page starts. */
export async function readAhead(
  { pathname, searchParams }: URL,
  flow: Promise<Response>,
  engine: EnginePort,
): Promise<void> {
  const isMatrix = pathname.startsWith('/flows/') && selectedTab((name) => searchParams.get(name), true) === 'matrix';
  if (!isMatrix) return;
  try {
    const answer = await flow;
    if (answer.ok) engine.send({ type: 'readAhead', text: await answer.text(), apiKey: keptKey() });
  } catch {
    // Whoever takes the answer hears of the failure.
  }
}
