import { aPush } from '@flow-trail/testing';
import type { PushAccepted } from '@flow-trail/contracts';
import { settled, type LiveServer } from './live-server.behaviour.js';

const mark = '"@@"';

/** A push whose one observation has this text as its data, letter for letter. */
export function pushWithData(data: string): string {
  const [start = '', end = ''] = aPush('raw data').withStep('s').withObservation('o', '@@').json().split(mark);
  return start + data + end;
}

/** Answers the bytes that come back as the data of what was sent. */
export async function roundTrip(server: LiveServer, data: string): Promise<string> {
  const response = await server.client.send(pushWithData(data));
  if (response.status !== 202) throw new Error(`expected 202, got ${response.status}: ${await response.text()}`);
  const { id, pushId } = (await response.json()) as PushAccepted;
  const { state, lastError } = await settled(server, pushId);
  if (state !== 'ready') throw new Error(`the push is ${state}: ${lastError}`);
  const { steps } = await server.client.readable(id);
  return (await server.client.data(id, steps[0]!.observations[0]!.id)).toString();
}

/** The text of a valid push with some of its words replaced: for what no builder would make. */
export function pushWith(replacements: { flow?: object; step?: object; observation?: object; push?: object }): string {
  const { flow, steps } = aPush('envelope').withStep('s').withObservation('o', 1).build();
  const [step] = steps;
  const observation = { ...step?.observations[0], ...replacements.observation };
  const changed = { ...step, observations: [observation], ...replacements.step };
  return JSON.stringify({ flow: { ...flow, ...replacements.flow }, steps: [changed], ...replacements.push });
}
