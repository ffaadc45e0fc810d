/** Who the local run is to its AWS stand-ins. Nothing is checked against it. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

export function arn(service: 'sqs' | 'ssm', resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}
