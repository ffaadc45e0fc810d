import { CONFIG_FILE } from '../../../lib/settings.ts';
import type { TargetOptions } from '../target.ts';

type AimOptions = Pick<TargetOptions, 'local' | 'stack' | 'profile' | 'region'> & { config?: string };

/**
 * The remedy with each `pagebell …` in it completed, so that it can be run as it stands: it aims where this
 * run aimed.
 *
 * @param workspace that the finding is about, where there are several
 */
export function aimed(remedy: string, options: AimOptions, workspace: string | undefined): string {
  const { local, stack, profile, region, config = CONFIG_FILE } = options;
  const rest = [
    ...(local ? ['--local'] : []),
    ...(stack ? ['--stack', stack] : []),
    ...(profile ? ['--profile', profile] : []),
    ...(region ? ['--region', region] : []),
    ...(config === CONFIG_FILE ? [] : ['--config', config]),
    ...(workspace === undefined ? [] : ['--workspace', workspace]),
  ];
  return remedy.replace(
    /`pagebell ([^`]+)`/g,
    (_, command: string) => `\`${['npx pagebell', command, ...rest].join(' ')}\``,
  );
}
