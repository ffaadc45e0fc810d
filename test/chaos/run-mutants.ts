import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mutant } from './mutants/mutant.ts';
import { MUTANTS } from './mutants.ts';

/** What a mutant is run from: the bench and what it imports. */
const SOURCES = ['lambdas', 'local', 'test', 'package.json', 'tsconfig.json'];
const ROOT = process.cwd();
const AT_ONCE = 2;

interface Verdict {
  mutant: Mutant;
  /** What the bench noticed; undefined: nothing. */
  caughtBy: string | undefined;
}

/**
 * Runs the bench on each mutant until it fails, and prints what it failed by. Resolves to whether all did.
 *
 * @param schedules so many are tried on each at most
 */
export async function runMutants(only: string, schedules: number): Promise<boolean> {
  const chosen = MUTANTS.filter(({ name }) => name.includes(only));
  const missing = await missingTexts(chosen);
  for (const { name, file } of missing)
    console.log(`${name}: the text to be replaced is not in ${file}, once`);
  if (missing.length > 0) return false;

  const waiting = [...chosen];
  const verdicts: Verdict[] = [];
  const work = async () => {
    for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
      const verdict = await judge(mutant, schedules);
      verdicts.push(verdict);
      console.log(`${verdict.caughtBy === undefined ? 'SURVIVED' : 'caught'}  ${mutant.name}`);
      if (verdict.caughtBy !== undefined) console.log(`          ${verdict.caughtBy}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const survivors = verdicts.filter(({ caughtBy }) => caughtBy === undefined);
  console.log(`\n${verdicts.length - survivors.length} of ${verdicts.length} mutants caught`);
  return survivors.length === 0;
}

async function missingTexts(mutants: readonly Mutant[]): Promise<Mutant[]> {
  const found = await Promise.all(
    mutants.map(
      async ({ file, text }) => (await readFile(join(ROOT, file), 'utf8')).split(text).length === 2,
    ),
  );
  return mutants.filter((_, index) => !found[index]);
}

async function judge(mutant: Mutant, schedules: number): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'pagebell-mutant-'));
  try {
    for (const source of SOURCES) await cp(join(ROOT, source), join(folder, source), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const file = join(folder, mutant.file);
    const source = await readFile(file, 'utf8');
    await writeFile(
      file,
      source.replace(mutant.text, () => mutant.replacement),
    );
    return { mutant, caughtBy: await firstFailure(folder, schedules) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the bench says of the first schedule that fails. */
function firstFailure(folder: string, schedules: number): Promise<string | undefined> {
  const options = ['--first-failure', '--schedules', String(schedules), '--workers', '1', '--requests', '0'];
  const bench = spawn(process.execPath, [...process.execArgv, 'test/chaos/main.ts', ...options], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [bench.stdout, bench.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve, reject) => {
    bench.once('close', (code) => {
      const failure = output.split('\n').find((line) => line.startsWith('seed '));
      if (code === 0 || failure !== undefined) resolve(failure);
      else reject(new Error(`the bench itself failed on the mutant in ${folder}:\n${output.slice(-2000)}`));
    });
  });
}
