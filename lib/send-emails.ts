import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { identitiesOf, parseSender } from '../lambdas/core/email-address.ts';
import type { Settings } from '../lambdas/core/settings.ts';

/**
 * Lets a function send as each configured sender, and as nobody else. Amazon SES takes the sender's address
 * for the identity if that is verified, else its domain: the condition holds for either.
 * https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html
 */
export function sendEmails(scope: Construct, { workspaces }: Settings): PolicyStatement[] {
  const stack = Stack.of(scope);
  return workspaces.flatMap(({ email }) => {
    const sender = email && parseSender(email.from);
    if (!sender) return [];
    const resources = identitiesOf(email).map((resourceName) =>
      stack.formatArn({ service: 'ses', resource: 'identity', resourceName }),
    );
    return new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources,
      conditions: { StringEquals: { 'ses:FromAddress': sender.address } },
    });
  });
}
