import { parseArgs } from 'node:util';

/** Those of `cdk deploy`'s options that decide which account, Region and configuration it is about. */
export interface CdkOptions {
  profile?: string;
  region?: string;
  /** Configuration file, from `-c config=<file>`. */
  config?: string;
}

/** Picks them out of the command line as the CDK's CLI would, and leaves all others alone. */
export function readCdkOptions(args: readonly string[]): CdkOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      profile: { type: 'string' },
      region: { type: 'string' },
      context: { type: 'string', short: 'c', multiple: true },
    },
    strict: false, // every other option is the CLI's to judge
    allowPositionals: true,
  });
  const contexts = values.context?.filter((context) => typeof context === 'string') ?? [];
  const config = contexts.findLast((context) => context.startsWith('config='))?.slice('config='.length);
  return {
    ...(typeof values.profile === 'string' && { profile: values.profile }),
    ...(typeof values.region === 'string' && { region: values.region }),
    ...(config && { config }),
  };
}
