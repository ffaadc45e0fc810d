import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { SetupError } from '../setup-error.ts';
import type { Scope } from './intrinsics.ts';
import { type Resource, readProperties, resourcesOf } from './resources.ts';
import type { Template } from './template.ts';

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const tableSchema = z.object({
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: keySchema,
  BillingMode: z.literal('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: z
    .array(
      z.object({
        IndexName: z.string(),
        KeySchema: keySchema,
        Projection: z.object({
          ProjectionType: z.enum(['ALL', 'INCLUDE', 'KEYS_ONLY']),
          NonKeyAttributes: z.array(z.string()).optional(),
        }),
      }),
    )
    .default([]),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
});

type TableProperties = z.infer<typeof tableSchema>;

/** Makes the stack's tables where they are missing, and defines them in the scope. */
export async function provisionTables(
  template: Template,
  scope: Scope,
  client: DynamoDBClient,
  stackName: string,
): Promise<void> {
  for (const resource of resourcesOf(template, scope, 'AWS::DynamoDB::Table')) {
    const properties = readProperties(resource, tableSchema, scope);
    const name = properties.TableName ?? `${stackName}-${resource.logicalId}`;
    const table = (await find(client, name)) ?? (await create(client, name, properties));
    checkIndexes(name, table, properties);
    scope.define(resource.logicalId, { ref: name, attributes: attributesOf(table, resource) });
  }
}

async function find(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function create(
  client: DynamoDBClient,
  name: string,
  {
    TableName: _,
    TimeToLiveSpecification: ttl,
    GlobalSecondaryIndexes: indexes,
    ...properties
  }: TableProperties,
): Promise<TableDescription> {
  await client.send(
    new CreateTableCommand({
      ...properties,
      TableName: name,
      // An empty list is refused.
      ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName: name });
  if (ttl) await expire(client, name, ttl);
  const table = await find(client, name);
  if (!table) throw new Error(`the table ${name} was made, and is not there`);
  return table;
}

/** Not every stand-in can do that; whoever reads an item looks at its time anyway. */
async function expire(
  client: DynamoDBClient,
  name: string,
  ttl: NonNullable<TableProperties['TimeToLiveSpecification']>,
): Promise<void> {
  try {
    await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: ttl }));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UnknownOperationException') throw error;
  }
}

function checkIndexes(
  name: string,
  table: TableDescription,
  { GlobalSecondaryIndexes }: TableProperties,
): void {
  const present = new Set(table.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName));
  const missing = GlobalSecondaryIndexes.find(({ IndexName }) => !present.has(IndexName));
  if (!missing) return;
  throw new SetupError(
    `the table ${name} is from an earlier release and has no index ${missing.IndexName}: delete it (or .pagebell/)`,
  );
}

function attributesOf(table: TableDescription, { logicalId }: Resource): Record<string, string> {
  if (!table.TableArn) throw new Error(`the table of ${logicalId} does not tell its ARN`);
  return { Arn: table.TableArn };
}
