import { Command } from 'commander';
import { ConfigError } from '../../../lambdas/core/config-schema/resolve-config.ts';
import type { Settings } from '../../../lambdas/core/settings.ts';
import { doctorPorts } from '../../adapters/doctor-ports.ts';
import { showWaitingLine } from '../../adapters/waiting-line.ts';
import { type Output, openOutput } from '../../output.ts';
import { CommandError } from '../command-error.ts';
import { CONFIG_REMEDY } from '../config-fault.ts';
import { INTERRUPTED } from '../interruption.ts';
import { chooseWorkspace, readSettings, type TargetOptions } from '../target.ts';
import { withTargetOptions } from '../with-target-options.ts';
import { diagnose } from './diagnose.ts';
import { broken, type Finding, TITLES, type Verdict } from './finding.ts';
import { aimed } from './remedy.ts';

export function doctorCommand(): Command {
  const command = new Command('doctor').description(
    'Checks all that a notice rests on, one line each, and says how to mend what is wrong. Changes nothing.',
  );
  return withTargetOptions(command)
    .addHelpText(
      'after',
      '\nExit code 1 if anything is wrong (✘); what could not be checked (–) is no fault.',
    )
    .action(async (options: TargetOptions & { json?: boolean }) => {
      process.exitCode = await doctor(options, openOutput(options));
    });
}

async function doctor(options: TargetOptions, output: Output): Promise<number> {
  process.once('SIGINT', () => process.exit(INTERRUPTED)); // there is nothing to tidy up
  const findings: Finding[] = [];
  let remedy: string | undefined;
  /** One that several findings in a row have is said once, below them. */
  const tellRemedy = (next?: string) => {
    if (remedy !== undefined && remedy !== next) output.line(`  ${remedy}`);
    remedy = next;
  };
  for await (const found of withWaitingLine(findingsOf(options), output)) {
    const finding = withAim(found, options);
    findings.push(finding);
    tellRemedy(remedyOf(finding));
    show(finding, output);
  }
  tellRemedy();
  const failed = findings.filter(({ kind }) => kind === 'broken').length;
  const open = findings.filter(({ kind }) => kind === 'unchecked').length;
  output.line();
  output.line(summary(failed, open));
  output.json({
    healthy: failed === 0,
    findings: findings.map(({ kind, ...finding }) => ({ ...finding, verdict: kind })),
  });
  return failed > 0 ? 1 : 0;
}

function withAim(finding: Finding, options: TargetOptions): Finding {
  if (finding.kind === 'ok' || finding.remedy === undefined) return finding;
  return { ...finding, remedy: aimed(finding.remedy, options, finding.workspace) };
}

function remedyOf(finding: Finding): string | undefined {
  return finding.kind === 'ok' ? undefined : finding.remedy;
}

async function* findingsOf(options: TargetOptions): AsyncGenerator<Finding> {
  let settings: Settings;
  try {
    settings = await readSettings(options.config);
  } catch (error) {
    for (const fault of configurationFaults(error)) yield { check: 'configuration', ...fault };
    return;
  }
  const workspaces = options.workspace ? [chooseWorkspace(settings, options.workspace)] : settings.workspaces;
  yield* diagnose(settings, workspaces, await doctorPorts(settings, options));
}

function configurationFaults(error: unknown): Verdict[] {
  if (error instanceof CommandError) return [broken(error.message, error.remedy)];
  if (error instanceof ConfigError)
    return error.message.split('\n').map((fault) => broken(fault, CONFIG_REMEDY));
  throw error;
}

/** Shows that something goes on, between the lines. */
async function* withWaitingLine(findings: AsyncIterable<Finding>, { isTerminal }: Output) {
  if (!isTerminal) return yield* findings;
  let hide = showWaitingLine('Checking');
  try {
    for await (const finding of findings) {
      hide();
      yield finding;
      hide = showWaitingLine('Checking');
    }
  } finally {
    hide();
  }
}

const MARKS = { ok: ['green', '✔'], broken: ['red', '✘'], unchecked: ['yellow', '–'] } as const;

function show({ check, workspace, kind, text }: Finding, output: Output): void {
  const [colour, mark] = MARKS[kind];
  const title = workspace === undefined ? TITLES[check] : `${TITLES[check]} (${workspace})`;
  output.line(`${output.style(colour, mark)} ${output.style('bold', title)}: ${text}`);
}

function summary(failed: number, open: number): string {
  const unsure = open === 0 ? '' : `${open === 1 ? '1 thing' : `${open} things`} could not be checked.`;
  if (failed > 0) return `${failed === 1 ? '1 thing is' : `${failed} things are`} wrong. ${unsure}`.trim();
  return unsure === '' ? 'Everything is as it should be.' : `Nothing wrong was found. ${unsure}`;
}
