import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, CfnResource, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { resolveConfig } from '../../lambdas/core/config-schema/resolve-config.ts';
import { PagebellStack } from '../../lib/pagebell-stack.ts';
import { openApp } from './support.ts';

/** The app as bin/app.ts builds it, all checks on. */
function openCheckedApp(): { app: App; stack: PagebellStack } {
  const app = openApp({ validate: true });
  const stack = new PagebellStack(app, resolveConfig({ workspaces: [{ key: 'main' }, { key: 'design' }] }));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { app, stack };
}

test('a synth passes AwsSolutions and the schemas of CloudFormation, without a warning', () => {
  const { app } = openCheckedApp();
  app.synth();
  const report = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
  expect(report.pluginReports).toEqual([]);
});

test.each([
  {
    fault: 'a queue without TLS, which AwsSolutions forbids',
    message: /AwsSolutions-SQS4/,
    add: (stack: PagebellStack) => new Queue(stack, 'Plain'),
  },
  {
    fault: 'a property that CloudFormation does not know',
    message: /'Colour' was unexpected/,
    add: (stack: PagebellStack) =>
      new CfnResource(stack, 'Odd', { type: 'AWS::SSM::Parameter', properties: { Colour: 'red' } }),
  },
])('a synth fails on $fault', ({ add, message }) => {
  const { app, stack } = openCheckedApp();
  add(stack);
  expect(() => app.synth()).toThrow(message);
});

test('the exceptions are these, each on one resource and with its reason', () => {
  const { app } = openCheckedApp();
  const acknowledged = app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) =>
          Object.entries<string>(data).map(([rule, reason]) => ({ at: node.path, rule, reason })),
        ),
    );
  expect(acknowledged.map(({ at, rule }) => `${rule} at ${at}`)).toEqual([
    'Annotation::AwsSolutions-IAM5[Resource::*] at Pagebell/DashboardRole',
    'Annotation::AwsSolutions-APIG4 at Pagebell/Http/Api/POST--webhooks--notion',
    'Annotation::AwsSolutions-APIG4 at Pagebell/Http/Api/POST--webhooks--notion--{workspace}',
    'Annotation::AwsSolutions-APIG4 at Pagebell/Http/Api/GET--dashboard',
    'Annotation::AwsSolutions-APIG4 at Pagebell/Http/Api/ANY--dashboard--{proxy+}',
    'Annotation::AwsSolutions-APIG4 at Pagebell/Http/Api/POST--dashboard--sign-in',
  ]);
  for (const { reason } of acknowledged) expect(reason).toMatch(/\w+ \w+ \w+/);
});

const hasCfnLint = spawnSync('cfn-lint', ['--version']).status === 0;
if (!hasCfnLint) console.warn('cfn-lint is not on PATH: the template is not linted with it');

(hasCfnLint ? test : test.skip)('cfn-lint finds nothing in the template', () => {
  const app = openApp();
  const stack = new PagebellStack(app, resolveConfig({}));
  app.synth();
  // W3005: the CDK writes a DependsOn for a role that the function refers to anyway.
  const lint = spawnSync(
    'cfn-lint',
    ['--ignore-checks', 'W3005', '--', join(app.outdir, stack.templateFile)],
    {
      encoding: 'utf8',
    },
  );
  expect(lint.stdout + lint.stderr).toBe('');
  expect(lint.status).toBe(0);
});
