import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synth } from '../../../local/synth.ts';

/** Synthesises the app once for all flow tests: they run its template and bundles, not the sources. */
export default async function synthesise(): Promise<void> {
  const assembly = mkdtempSync(join(tmpdir(), 'pagebell-flow-'));
  await synth(assembly);
  process.env['PAGEBELL_TEST_ASSEMBLY'] = assembly;
}
