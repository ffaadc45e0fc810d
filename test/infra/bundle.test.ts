import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { resolveConfig } from '../../lambdas/core/config-schema/resolve-config.ts';
import { bundle, filesRead } from '../../lib/bundle.ts';
import { writeSettings } from '../../lib/settings.ts';

interface Bundle {
  /** Absolute. */
  directory: string;
  hash: string;
  code: string;
  /** Paths of the source map. */
  sources: string[];
}

/** Bundles a function into a new output directory, that many levels below the system's. */
function bundleOf(workspace: string, depth: number, service = 'ingress'): Bundle {
  const outdir = join(mkdtempSync(join(tmpdir(), 'pagebell-bundle-')), ...Array(depth).fill('deeper'));
  const app = new App({ outdir, builtinCloudFormationValidation: false });
  const stack = new Stack(app, 'Stack');
  const settingsFile = writeSettings(resolveConfig({ workspaces: [{ key: workspace }] }), outdir);
  new LambdaFunction(stack, 'Ingress', {
    code: bundle(`lambdas/${service}`, settingsFile),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
  });
  app.synth();
  const asset = readdirSync(outdir).find((name) => name.startsWith('asset.')) ?? 'asset';
  const read = (name: string) => readFileSync(join(outdir, asset, name), 'utf8');
  return {
    directory: join(outdir, asset),
    hash: asset,
    code: read('index.mjs'),
    sources: JSON.parse(read('index.mjs.map')).sources,
  };
}

/** All that a bundle can load. */
function codeOf(directory: string): string {
  const modules = readdirSync(directory).filter((file) => file.endsWith('.mjs'));
  return modules.map((file) => readFileSync(join(directory, file), 'utf8')).join('');
}

const main = bundleOf('a-workspace-of-the-test', 0);

test('a bundle is ES modules that hold the settings and need no package', () => {
  expect(main.code).toContain('a-workspace-of-the-test');
  expect(main.code).toMatch(/export\s*\{[^}]*\bas handler\b/);
  const imports = [...codeOf(main.directory).matchAll(/\bfrom\s*"([^"]+)"/g)].map(([, from]) => from);
  expect(imports.filter((from) => /^@|^zod/.test(from ?? ''))).toEqual([]);
});

test('its source map is beside it and not linked to it', () => {
  expect(main.sources).toContain('lambdas/ingress/handler.ts');
  expect(main.code).not.toContain('sourceMappingURL');
});

test('its hash depends on what is in it, not on where it was made', () => {
  expect(bundleOf('a-workspace-of-the-test', 2).hash).toBe(main.hash);
  expect(bundleOf('another-workspace', 0).hash).not.toBe(main.hash);
  expect(bundleOf('main', 2, 'consumer').hash).toBe(bundleOf('main', 0, 'consumer').hash);
});

test.each(['ingress', 'consumer', 'timer', 'dashboard'])(
  'the %s takes its settings as they were checked: what checks a configuration is not in its bundle',
  (service) => {
    const { directory } = bundleOf('main', 0, service);
    const maps = readdirSync(directory).filter((file) => file.endsWith('.map'));
    const sources = maps.flatMap((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')).sources);
    expect(sources).toContain(`lambdas/${service}/handler.ts`);
    expect(sources.filter((source) => /config-schema|leven/.test(source))).toEqual([]);
  },
);

/** A text of each client that is in it however it is minified. */
const MARKS = {
  table: 'DynamoDB_20120810',
  email: '/v2/email/outbound-emails',
  slackBot: 'users.lookupByEmail',
};

test.each([
  { service: 'ingress', onDemand: ['table'], never: ['email', 'slackBot'] },
  { service: 'consumer', onDemand: ['email', 'slackBot'], never: [] },
] as const)('a start of the $service does not read what only some events need', (row) => {
  const { directory } = bundleOf('main', 0, row.service);
  const files = filesRead(join(directory, 'index.mjs'));
  const atStart = files.map((file) => readFileSync(file, 'utf8')).join('');
  const all = codeOf(directory);
  expect(atStart).toContain('SQS'); // it is what it should be: more than the first file
  for (const client of row.onDemand) {
    expect(all).toContain(MARKS[client]);
    expect(atStart).not.toContain(MARKS[client]);
  }
  for (const client of row.never) expect(all).not.toContain(MARKS[client]);
});

test('the ways to AWS credentials are all there, and read only where they are used', () => {
  const all = codeOf(main.directory);
  for (const way of [
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'sso_session',
  ]) {
    expect(all).toContain(way);
  }
});

test('the files for the reader’s browser lie beside it, and no function has any but the dashboard', () => {
  expect(readdirSync(main.directory).filter((file) => !/\.mjs(\.map)?$/.test(file))).toEqual([]);
  const dashboard = bundleOf('a-workspace-of-the-test', 0, 'dashboard');
  const files = join(dashboard.directory, 'browser');
  expect(readdirSync(files).sort()).toEqual(['icon.svg', 'script.js', 'style.css']);
  expect(readFileSync(join(files, 'script.js'))).toEqual(readFileSync('lambdas/dashboard/browser/script.js'));
});
