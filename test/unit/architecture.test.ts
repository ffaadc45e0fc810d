import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = process.cwd();
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const CRUISER = join(ROOT, 'node_modules/.bin/depcruise');

interface Cruise {
  modules: { source: string }[];
  summary: { violations: { rule: { name: string }; from: string }[] };
}

/** Cruises folders below `cwd` by the project's own rules. */
function cruise(cwd: string, folders: string[]): Cruise {
  const { stdout } = spawnSync(CRUISER, ['--config', CONFIG, '--output-type', 'json', ...folders], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}

test('imports point one way', () => {
  const { modules, summary } = cruise(ROOT, ['bin', 'lib', 'lambdas', 'local']);
  const sources = readdirSync(join(ROOT, 'lambdas'), { recursive: true, encoding: 'utf8' });
  const expected = sources.filter((file) => /(?<!\.d)\.ts$/.test(file)).map((file) => `lambdas/${file}`);
  expect(modules.map(({ source }) => source)).toEqual(expect.arrayContaining(expected));
  expect(summary.violations).toEqual([]);
});

test('every rule objects to a file that breaks it, and to no other', () => {
  const { summary } = cruise(join(ROOT, 'test/fixtures/architecture'), ['lib', 'lambdas', 'local']);
  const found = summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
  expect([...new Set(found)].sort()).toEqual([
    'adapters-know-core-only: lambdas/adapters/knows-a-use-case.ts',
    'core-is-pure: lambdas/core/reads-a-file.ts',
    'functions-are-apart: lambdas/timer/knows-the-consumer.ts',
    'functions-stand-alone: lambdas/timer/knows-the-stack.ts',
    'no-cycles: lib/circle.ts',
    'no-way-into-use-cases: local/reaches-into-a-use-case.ts',
    'use-cases-see-ports: lambdas/consumer/sees-an-adapter.ts',
  ]);
});
