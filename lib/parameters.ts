import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type PARAMETERS, parameterPrefix } from '../lambdas/core/names.ts';
import type { Settings } from '../lambdas/core/settings.ts';

type ParameterName = (typeof PARAMETERS)[keyof typeof PARAMETERS];

/** Lets a function read the named parameters of each configured workspace: one ARN each, no wildcard. */
export function readParameters(
  scope: Construct,
  settings: Settings,
  ...names: ParameterName[]
): PolicyStatement {
  const arns = settings.workspaces.flatMap(({ key }) =>
    names.map((name) =>
      Stack.of(scope).formatArn({
        service: 'ssm',
        resource: `parameter${parameterPrefix(settings.stage)}/${key}/${name}`,
      }),
    ),
  );
  return new PolicyStatement({ actions: ['ssm:GetParameter'], resources: arns });
}
