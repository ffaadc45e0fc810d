import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

/**
 * Where every alarm goes. Not encrypted at rest: with the key that AWS manages for SNS, CloudWatch could not
 * publish, and a key of our own costs money each month to hide texts that are in the template anyway.
 */
export class AlarmTopic extends Topic {
  /** @param email who is written to, after confirming the first message */
  constructor(scope: Construct, id: string, email: string | undefined) {
    super(scope, id, { displayName: 'Pagebell alarms', enforceSSL: true });
    // A policy of its own replaces the default one, which would have allowed the account's alarms to publish.
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowAlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    if (email !== undefined) this.addSubscription(new EmailSubscription(email));
  }
}
