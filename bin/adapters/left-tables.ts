import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  paginateListTables,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { ATTRIBUTES, INDEXES } from '../../lambdas/core/names.ts';
import { CommandError } from '../commands/command-error.ts';
import type { Leftover } from '../commands/uninstall/remove-leftovers.ts';
import { counted } from '../commands/words.ts';
import { reachAws, type ServiceAccess } from './aws-access.ts';

const READY_SECONDS = 300;

/** Tables of Pagebell's shape that CloudFormation made for the stack. */
export async function leftTables(access: ServiceAccess, stackName: string): Promise<Leftover[]> {
  const client = new DynamoDBClient(access);
  return reachAws('look for the table', async () => {
    const found: Leftover[] = [];
    for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
      for (const name of TableNames.filter((one) => one.startsWith(`${stackName}-`))) {
        const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
        if (Table && isOurs(Table) && (await isOfStack(Table, stackName, client))) {
          found.push(leftover(name, Table, client));
        }
      }
    }
    return found;
  });
}

/** CloudFormation names what it makes after the stack; another stack's name may begin with ours, and a dash. */
async function isOfStack(
  table: TableDescription,
  stackName: string,
  client: DynamoDBClient,
): Promise<boolean> {
  const tag = await stackTag(table.TableArn, client);
  if (tag !== undefined) return tag === stackName;
  // A stand-in may set no tags: then the logical id, which is the stack's own, must follow the name.
  return table.TableName?.slice(stackName.length + 1).startsWith('Table') ?? false;
}

async function stackTag(arn: string | undefined, client: DynamoDBClient): Promise<string | undefined> {
  let next: string | undefined;
  do {
    const command = new ListTagsOfResourceCommand({ ResourceArn: arn, ...(next && { NextToken: next }) });
    const { Tags = [], NextToken } = await client.send(command);
    const tag = Tags.find(({ Key }) => Key === 'aws:cloudformation:stack-name');
    if (tag) return tag.Value;
    next = NextToken;
  } while (next);
  return undefined;
}

function isOurs({ KeySchema = [], GlobalSecondaryIndexes = [] }: TableDescription): boolean {
  const indexes = GlobalSecondaryIndexes.map(({ IndexName }) => IndexName);
  const [key, ...others] = KeySchema;
  const hasKey = key?.AttributeName === ATTRIBUTES.key && others.length === 0;
  return hasKey && [INDEXES.due, INDEXES.parked].every((name) => indexes.includes(name));
}

function leftover(
  name: string,
  { ItemCount = 0, TableSizeBytes = 0 }: TableDescription,
  client: DynamoDBClient,
): Leftover {
  const size = `about ${counted(ItemCount, 'item')}, ${Math.ceil(TableSizeBytes / 1024)} KB`;
  return {
    kind: 'table',
    name,
    about: `${size}: which pages were announced to whom. Without it a new installation takes every page for new.`,
    remove: () => reachAws(`delete the table ${name}`, () => removeTable(name, client)),
  };
}

async function removeTable(name: string, client: DynamoDBClient): Promise<void> {
  const isReady = () =>
    waitUntilTableExists(
      { client, maxWaitTime: READY_SECONDS, minDelay: 1, maxDelay: 5 },
      { TableName: name },
    );
  try {
    await isReady();
    await client.send(new UpdateTableCommand({ TableName: name, DeletionProtectionEnabled: false }));
    await isReady();
    await client.send(new DeleteTableCommand({ TableName: name }));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return; // somebody was faster
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new CommandError(
        `The table ${name} is not ready to be deleted after ${READY_SECONDS / 60} minutes`,
        'Run `pagebell uninstall` again later.',
        { cause: error },
      );
    }
    throw error;
  }
}
