const REGION = 'eu-central-1';
const ACCOUNT = '123456789012';
const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Region': REGION,
  'AWS::Partition': 'aws',
};

/** The size that IAM counts of a role's inline policies: their documents as they are once deployed. */
export function policyCharacters(policies: readonly { PolicyDocument: unknown }[]): number {
  return policies.reduce((sum, policy) => sum + JSON.stringify(deployed(policy.PolicyDocument)).length, 0);
}

/** A value of a template with what CloudFormation puts in. ARNs of its resources are as long as a table's. */
function deployed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deployed);
  if (typeof value !== 'object' || value === null) return value;
  const [[key, operand] = []] = Object.entries(value);
  switch (key) {
    case 'Ref':
      return PSEUDO_PARAMETERS[operand] ?? operand;
    case 'Fn::GetAtt':
      return `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/Pagebell-${operand[0]}-1A2B3C4D5E6F`;
    case 'Fn::Join':
      return operand[1].map(deployed).join(operand[0]);
    default:
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, deployed(inner)]));
  }
}
