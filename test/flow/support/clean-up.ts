import { rmSync } from 'node:fs';
import { ASSEMBLY_VARIABLE } from './synthesise.ts';

export default function cleanUp(): void {
  const assembly = process.env[ASSEMBLY_VARIABLE];
  if (assembly) rmSync(assembly, { recursive: true, force: true });
}
