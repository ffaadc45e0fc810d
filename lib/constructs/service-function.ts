import { type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type FunctionOptions,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { PowertoolsEnvironment } from '../../lambdas/core/environment.ts';
import type { Settings } from '../../lambdas/core/settings.ts';
import { bundle } from '../bundle.ts';

/** What every function of the stack is built with. */
export interface ServiceContext {
  settings: Settings;
  /** Absolute path of the settings as JSON: what the functions import as `#config`. */
  settingsFile: string;
}

interface ServiceFunctionProps
  extends Pick<
    FunctionOptions,
    'maxEventAge' | 'recursiveLoop' | 'reservedConcurrentExecutions' | 'retryAttempts'
  > {
  context: ServiceContext;
  /** Its directory below `lambdas/`, the last part of its log group's name, and its name in logs and metrics. */
  service: string;
  description: string;
  timeout: Duration;
  memoryMegabytes: number;
  /** Besides Powertools' own. */
  environment?: Record<string, string>;
  /** All that the function may do, except to write to its own log group. */
  permissions?: PolicyStatement[];
}

/** A function as Pagebell deploys all of them: one bundle, one log group, one role of its own. */
export class ServiceFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const { context, service, memoryMegabytes, environment, permissions = [], ...options } = props;
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      logGroupName: `/pagebell/${Stack.of(scope).stackName}/${service}`,
      retention: context.settings.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const writeLogs = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Permissions: new PolicyDocument({ statements: [writeLogs, ...permissions] }) },
    });
    const powertools: PowertoolsEnvironment = {
      POWERTOOLS_SERVICE_NAME: service,
      POWERTOOLS_METRICS_NAMESPACE: context.settings.stackName,
    };
    super(scope, id, {
      ...options,
      environment: { ...powertools, ...environment },
      code: bundle(`lambdas/${service}`, context.settingsFile),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMegabytes,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role,
    });
  }
}
