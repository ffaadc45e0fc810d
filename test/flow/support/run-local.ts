import { startLocal } from '../../../local/start.ts';

// A local run in a process of its own, for a test that kills it: <assembly> <data directory>
const [assemblyDirectory = '', dataDir = ''] = process.argv.slice(2);
const run = await startLocal({ assemblyDirectory, dataDir, environment: { PORT: '0' } });
process.stdout.write(`${run.url}\n`);
