import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ConfigError } from '../lambdas/core/config-schema/resolve-config.ts';
import { PagebellStack } from '../lib/pagebell-stack.ts';
import { loadSettings } from '../lib/settings.ts';
import { configFault } from './commands/config-fault.ts';

const app = new App({ autoSynth: false }); // or it would write an empty assembly after an error
try {
  new PagebellStack(app, await loadSettings(app.node.tryGetContext('config')));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(configFault(error));
  process.exitCode = 1;
}
