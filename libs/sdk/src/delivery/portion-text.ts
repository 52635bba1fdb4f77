import type { Portion, PrintedObservation, Sha256 } from './portion.js';

/** A portion with its heads printed: JSON text throughout. */
export interface PrintedPortion {
  flow: string;
  steps: { head: string; reference: string; observations: readonly PrintedObservation[] }[];
  /** Characters, about. */
  length: number;
}

export async function printPortion({ print, steps }: Portion, sha256: Sha256): Promise<PrintedPortion> {
  const printed: PrintedPortion = { flow: await print(sha256), steps: [], length: 0 };
  for (const { print: printStep, reference, observations } of steps) {
    const head = await printStep(sha256);
    printed.steps.push({ head, reference, observations });
    printed.length += observations.reduce((length, one) => length + one.head.length + one.data.length, head.length);
  }
  return printed;
}

/** Captured data goes in as the text that it was snapshotted to, never parsed and printed again. */
export function* asJson({ flow, steps }: PrintedPortion): Generator<string> {
  yield `{"flow":${flow},"steps":[`;
  for (const [i, { head, observations }] of steps.entries()) {
    const printed = observations.map((one) => `${one.head.slice(0, -1)},"data":${one.data}}`);
    yield `${i === 0 ? '' : ','}${head.slice(0, -1)},"observations":[${printed.join(',')}]}`;
  }
  yield ']}';
}

/** The same as NDJSON: a line for the flow, each step and each observation. */
export function* asLines({ flow, steps }: PrintedPortion): Generator<string> {
  yield `{"flow":${flow}}\n`;
  for (const { head, reference, observations } of steps) {
    yield `{"step":${head}}\n`;
    for (const one of observations) {
      yield `{"observation":{"step":${reference},${one.head.slice(1, -1)},"data":`;
      yield one.data;
      yield '}}\n';
    }
  }
}
