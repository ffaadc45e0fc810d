import { join } from 'node:path';
import type { LocalClock } from './clock.ts';
import { clientSeed } from './notion/client-seed.ts';
import { openConnection, type ServedConnection } from './notion/connection.ts';
import { NORTHLIGHT } from './notion/seed.ts';
import { serveConnections } from './notion/server.ts';
import { SIMULATION_SECRET } from './settings.ts';

/** Each workspace of the configuration, simulated behind one address. */
export interface SimulatedWorkspaces {
  url: string;
  /** By the workspace's key. */
  connections: ReadonlyMap<string, ServedConnection>;
  close(): Promise<void>;
}

/** The bearer token of the first workspace's simulated connection. */
const TOKEN = 'ntn_simulated';

/** @param keys of the configured workspaces: the first is Northlight Studio, the others are its clients */
export async function startSimulatedWorkspaces(
  keys: readonly string[],
  { clock, dataDir }: { clock: LocalClock; dataDir: string | undefined },
): Promise<SimulatedWorkspaces> {
  const connections = new Map(
    keys.map((key, index) => {
      const own = index === 0 ? dataDir : dataDir && join(dataDir, 'workspaces', key);
      const seed = index === 0 ? NORTHLIGHT : clientSeed(index);
      return [key, openConnection({ clock, dataDir: own, token: named(TOKEN, key, index), seed })];
    }),
  );
  const { origin, close } = await serveConnections([...connections.values()]);
  return { url: origin, connections, close };
}

/** What a simulated workspace signs with, unless the environment says otherwise. */
export function simulationSecret(key: string, index: number): string {
  return named(SIMULATION_SECRET, key, index);
}

/** The first one's name is fixed, for curl and scripts. */
function named(name: string, key: string, index: number): string {
  return index === 0 ? name : `${name}_${key}`;
}
