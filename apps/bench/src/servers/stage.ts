import type { Settings } from '../settings.js';
import { Backlog } from './backlog.js';
import { startBareServer, type BareServer } from './bare.js';
import { startFlowTrail, type FlowTrail } from './flow-trail.js';

/** A server of its own for one benchmark, and the bare programs that are put beside it. */
export interface Stage {
  server: FlowTrail;
  backlog: Backlog;
  startBare(name: string, ...args: string[]): Promise<BareServer>;
}

/** Stops everything that was started when `use` ends. */
export async function onStage<T>(
  settings: Settings,
  use: (stage: Stage) => Promise<T>,
  environment: NodeJS.ProcessEnv = {},
): Promise<T> {
  const server = await startFlowTrail({ ...settings, environment: { ...settings.environment, ...environment } });
  const stops: (() => Promise<void>)[] = [server.stop];
  try {
    const backlog = await Backlog.open(server.databaseUrl);
    stops.push(() => backlog.close());
    const startBare = async (name: string, ...args: string[]): Promise<BareServer> => {
      const bare = await startBareServer(name, args, settings);
      stops.push(bare.stop);
      return bare;
    };
    return await use({ server, backlog, startBare });
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
}
