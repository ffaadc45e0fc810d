import type { SecretName } from '../doctor/doctor-ports.ts';
import type { Candidate, SetupPorts } from './setup-ports.ts';

export interface Place {
  /** Of the configuration as it will be. */
  workspaces: readonly string[];
  workspace: string;
}

/** How often a secret may be typed wrong. */
export const MOST_TRIES = 5;

/** What there is already of a secret. */
export function candidatesOf(
  name: SecretName,
  { workspaces, workspace }: Place,
  { vault }: SetupPorts,
): Promise<Candidate[]> {
  return vault.candidates(workspaces, workspace, name);
}
