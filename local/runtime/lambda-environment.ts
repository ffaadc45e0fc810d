import type { AwsAccess } from './aws-access.ts';
import type { FunctionDefinition } from './stack.ts';

/**
 * What a function finds in its environment, and nothing else: what the template says, and what Lambda sets.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 *
 * @param extra what only this run sets
 */
export function lambdaEnvironment(
  definition: FunctionDefinition,
  access: AwsAccess,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  const { region, credentials, endpoints } = access;
  return {
    ...definition.environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_SSM: endpoints.ssm,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_CLOUDWATCH: endpoints.cloudwatch,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: definition.logFormat,
    LAMBDA_TASK_ROOT: definition.directory,
    _HANDLER: definition.handler,
    // Each request to AWS says in its User-Agent which function made it.
    AWS_SDK_UA_APP_ID: definition.name,
    // The deployed function's Node is newer than this one.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // Without it the SDK would look into the real home directory for ~/.aws.
    HOME: definition.directory,
    ...extra,
  };
}
