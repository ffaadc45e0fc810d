import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { ATTRIBUTES, INDEXES } from '../../lambdas/core/names.ts';

/** All that Pagebell remembers. Outlives the stack: without it every page would be new again. */
export class PagebellTable extends Table {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      partitionKey: { name: ATTRIBUTES.key, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: ATTRIBUTES.expiresAt,
      encryption: TableEncryption.DEFAULT, // at rest with a key of AWS, which costs nothing
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const workspace = { name: ATTRIBUTES.workspace, type: AttributeType.STRING };
    this.addGlobalSecondaryIndex({
      indexName: INDEXES.due,
      partitionKey: workspace,
      sortKey: { name: ATTRIBUTES.dueAt, type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY, // all that a due job says: which item, and when
    });
    this.addGlobalSecondaryIndex({
      indexName: INDEXES.parked,
      partitionKey: workspace,
      sortKey: { name: ATTRIBUTES.parkedAt, type: AttributeType.NUMBER },
      projectionType: ProjectionType.ALL, // a ledger to read, and few items are in it
    });
    const endedAt = { name: ATTRIBUTES.endedAt, type: AttributeType.NUMBER };
    this.addGlobalSecondaryIndex({
      indexName: INDEXES.recent,
      partitionKey: workspace,
      sortKey: endedAt,
      projectionType: ProjectionType.ALL,
    });
    this.addGlobalSecondaryIndex({
      indexName: INDEXES.history,
      partitionKey: { name: ATTRIBUTES.page, type: AttributeType.STRING },
      sortKey: endedAt,
      projectionType: ProjectionType.ALL,
    });
  }

  /** An index's ARN, for a statement that allows nothing but that index. */
  indexArn(index: keyof typeof INDEXES): string {
    return `${this.tableArn}/index/${INDEXES[index]}`;
  }
}
