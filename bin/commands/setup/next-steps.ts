import type { SetupOutcome } from './set-up-workspace.ts';
import type { SetupOptions } from './setup-options.ts';

interface Step {
  command: string;
  why: string;
}

/** What leads from here to the first notice, with the options that this run had. */
export function nextSteps(
  { workspace }: Pick<SetupOutcome, 'workspace'>,
  options: Pick<SetupOptions, 'workspace' | 'local' | 'stack' | 'profile' | 'region'>,
): Step[] {
  const account = [
    ...(options.profile ? ['--profile', options.profile] : []),
    ...(options.region ? ['--region', options.region] : []),
  ];
  const which = options.workspace ? ['--workspace', workspace] : [];
  const pagebell = (command: string, ...rest: string[]) =>
    ['npx pagebell', command, ...(options.local ? ['--local'] : account), ...which, ...rest].join(' ');
  const backfill = {
    command: pagebell('backfill'),
    why: 'If the pages have assignees already: reads them once, so that only changes are announced.',
  };
  const doctor = { command: pagebell('doctor'), why: 'Says whether everything is as it should be.' };
  if (options.local) {
    return [
      { command: 'npm start', why: 'Runs it on this machine; start it again if it runs already.' },
      {
        command: pagebell('connect', '--public-url', 'https://your-tunnel.example'),
        why: 'In another terminal, with a tunnel to this machine: connects Notion.',
      },
      backfill,
      doctor,
    ];
  }
  const deploy = ['npm run deploy', ...(account.length > 0 ? ['--', ...account] : [])].join(' ');
  return [
    { command: deploy, why: 'Deploys it into your account.' },
    { command: pagebell('connect'), why: 'Connects Notion: shows what to click, and takes its token.' },
    backfill,
    doctor,
  ];
}
