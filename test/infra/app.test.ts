import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directory = mkdtempSync(join(tmpdir(), 'pagebell-app-'));

/** Runs the app as `cdk synth -c config=<file>` does, but without bundles. */
function runApp(config: string, outdir = join(directory, 'cdk.out')) {
  const { app, context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const [command, ...args] = app.split(' ');
  const ran = spawnSync(command, args, {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, config, 'aws:cdk:bundling-stacks': [] }),
      CDK_VALIDATION: 'false',
    },
  });
  return { status: ran.status, errors: ran.stderr.trim().split('\n'), outdir };
}

function configFile(name: string, text: string): string {
  const file = join(directory, name);
  writeFileSync(file, text);
  return file;
}

test.each([
  {
    fault: 'faults',
    config: configFile(
      'faults.mjs',
      'export default { stage: "Prod!", workspaces: [{ key: "main", pase: 3 }] };',
    ),
    lines: [
      /faults\.mjs: stage: expected at most 32 lower-case letters/,
      /faults\.mjs: workspaces\[0\]\.pase: there is no such key/,
    ],
  },
  {
    fault: 'no default export',
    config: configFile('empty.mjs', 'export const stage = "prod";'),
    lines: [/empty\.mjs: has no default export; write: export default defineConfig\(/],
  },
  {
    fault: 'an error of its own',
    config: configFile('throws.mjs', 'throw new Error("out of paper");'),
    lines: [/throws\.mjs: cannot be loaded: out of paper\. Correct the configuration file;/],
  },
  {
    fault: 'an error in two lines',
    config: configFile('two.mjs', 'throw new Error("out of paper\\nand ink.");'),
    lines: [/two\.mjs: cannot be loaded: out of paper and ink\. Correct the configuration file;/],
  },
  { fault: 'no file', config: join(directory, 'none.ts'), lines: [/none\.ts: there is no such file/] },
])('a configuration with $fault ends the app with one line each, and no stack trace', ({ config, lines }) => {
  const { status, errors, outdir } = runApp(config);
  expect(status).toBe(1);
  expect(errors).toEqual(lines.map((line) => expect.stringMatching(line)));
  expect(existsSync(join(outdir, 'manifest.json'))).toBe(false);
});

test('another configuration is taken by its name', () => {
  const { status, errors, outdir } = runApp('test/infra/two-workspaces.config.ts', join(directory, 'two'));
  expect({ status, errors }).toEqual({ status: 0, errors: [''] });
  const settings = JSON.parse(readFileSync(join(outdir, 'pagebell.settings.json'), 'utf8'));
  expect(settings.workspaces.map(({ key }: { key: string }) => key)).toEqual(['main', 'design']);
  const template = JSON.parse(readFileSync(join(outdir, 'TwoWorkspaces.template.json'), 'utf8'));
  expect(JSON.stringify(template)).toContain('"ReservedConcurrentExecutions":2');
});
