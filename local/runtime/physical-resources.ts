import { ACCOUNT } from '../aws/identity.ts';
import type { Assembly } from './assembly.ts';
import { Scope } from './intrinsics.ts';
import { resourcesOf } from './resources.ts';

/**
 * A scope that knows what needs no making: functions, roles, log groups, and the API at its address on this
 * machine. Names that CloudFormation would make up are stack and logical id here.
 *
 * @param apiEndpoint without a slash at its end
 */
export function openScope({ stackName, template }: Assembly, region: string, apiEndpoint: string): Scope {
  const scope = new Scope(template, {
    'AWS::AccountId': ACCOUNT,
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${ACCOUNT}:stack/${stackName}/local`,
    'AWS::StackName': stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  });
  const define = (type: string, describe: (logicalId: string) => [ref: string, attributes: Attributes]) => {
    for (const { logicalId } of resourcesOf(template, scope, type)) {
      const [ref, attributes] = describe(logicalId);
      scope.define(logicalId, { ref, attributes });
    }
  };
  define('AWS::Lambda::Function', (logicalId) => {
    const name = `${stackName}-${logicalId}`;
    return [name, { Arn: `arn:aws:lambda:${region}:${ACCOUNT}:function:${name}` }];
  });
  define('AWS::IAM::Role', (id) => [id, { Arn: `arn:aws:iam::${ACCOUNT}:role/${id}` }]);
  define('AWS::Logs::LogGroup', (id) => [id, { Arn: `arn:aws:logs:${region}:${ACCOUNT}:log-group:${id}:*` }]);
  define('AWS::ApiGatewayV2::Api', (id) => [id, { ApiEndpoint: apiEndpoint, ApiId: id }]);
  define('AWS::ApiGatewayV2::Integration', (id) => [id, {}]);
  return scope;
}

type Attributes = Readonly<Record<string, string>>;
