import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { DASHBOARD_KEY } from '../../lambdas/core/names.ts';
import { type ParameterStore, parameterStore } from '../adapters/parameter-store.ts';
import { type Output, openOutput } from '../output.ts';
import { CommandError } from './command-error.ts';
import { findTarget, type TargetOptions } from './target.ts';
import { withTargetOptions } from './with-target-options.ts';

interface DashboardKeyOptions extends TargetOptions {
  rotate?: boolean;
  json?: boolean;
}

const KEY_BYTES = 32;

export function dashboardKeyCommand(): Command {
  const command = new Command('dashboard-key').description(
    'Shows the key to sign in to the dashboard with, and makes it if there is none.',
  );
  return withTargetOptions(command)
    .option('--rotate', 'replace the key, which ends every session within a minute')
    .action((options: DashboardKeyOptions) => dashboardKey(options, openOutput(options)));
}

/** @throws {CommandError} */
async function dashboardKey(
  { rotate = false, ...options }: DashboardKeyOptions,
  output: Output,
): Promise<void> {
  const { kind, ssm, parameterPrefix, dashboardUrl } = await findTarget(options);
  const parameters = parameterStore(ssm);
  const name = `${parameterPrefix}/${DASHBOARD_KEY}`;
  if (kind === 'local') {
    await tellLocal(await parameters.read(name), dashboardUrl, rotate, output);
    return;
  }
  const { key, isNew } = await provideKey(name, rotate, parameters);
  output.json({ dashboardUrl, key, isNew });
  if (isNew) {
    output.line(
      rotate
        ? 'The key was replaced: sessions of the old one end within a minute.'
        : 'There was no key yet: this one was made.',
    );
  }
  output.line(`Dashboard  ${dashboardUrl}`);
  output.line(`Key        ${output.isJson ? 'on stdout' : key}`);
}

/** Looks again after it wrote: somebody else may have made one at the same time. */
async function provideKey(
  name: string,
  rotate: boolean,
  parameters: ParameterStore,
): Promise<{ key: string; isNew: boolean }> {
  const stored = await parameters.read(name);
  if (stored !== undefined && !rotate) return { key: stored, isNew: false };
  const made = randomBytes(KEY_BYTES).toString('base64url');
  await parameters.write(name, made);
  return { key: (await parameters.read(name)) ?? made, isNew: true };
}

async function tellLocal(
  key: string | undefined,
  dashboardUrl: string,
  rotate: boolean,
  output: Output,
): Promise<void> {
  if (rotate) {
    throw new CommandError(
      'A local run takes its key from DASHBOARD_KEY',
      'Set another one in .env, or none at all, and start it again.',
    );
  }
  const page = await fetch(dashboardUrl).catch(() => undefined);
  const needed = page?.status === 401 ? key : undefined;
  output.json({ dashboardUrl, key: needed ?? null, isNew: false });
  output.line(`Dashboard  ${dashboardUrl}`);
  if (needed === undefined)
    output.line('This local run asks for no key. With DASHBOARD_KEY in .env it would.');
  else output.line(`Key        ${output.isJson ? 'on stdout' : needed}`);
}
