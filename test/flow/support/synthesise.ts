import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synth } from '../../../local/synth.ts';

/** Tells the tests where the assembly is. */
export const ASSEMBLY_VARIABLE = 'PAGEBELL_TEST_ASSEMBLY';

/** The assembly that was synthesised for the tests. */
export function assemblyDirectory(): string {
  const directory = process.env[ASSEMBLY_VARIABLE];
  if (!directory)
    throw new Error(`${ASSEMBLY_VARIABLE} is not set: flow tests run in jest's project of that name`);
  return directory;
}

/** Synthesises the app once for all flow tests: they run its template and bundles, not the sources. */
export default async function synthesise(): Promise<void> {
  const assembly = mkdtempSync(join(tmpdir(), 'pagebell-flow-'));
  await synth(assembly);
  process.env[ASSEMBLY_VARIABLE] = assembly;
}
