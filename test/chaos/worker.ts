import { runSeeds, type Seeds } from './run-seeds.ts';

/** A process of its own: runs what it is sent, and answers with the report. */
process.once('message', async (seeds) => {
  process.send?.(await runSeeds(seeds as Seeds)); // main.ts sends nothing else
  process.disconnect();
});
