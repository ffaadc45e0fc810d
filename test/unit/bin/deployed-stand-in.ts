import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { ServiceAccess } from '../../../bin/adapters/aws-access.ts';
import { handshakeStore } from '../../../lambdas/adapters/table/handshakes.ts';
import type { HandshakeStore } from '../../../lambdas/core/ports/handshakes.ts';
import { startAws } from '../../../local/aws/start-aws.ts';
import { LocalClock } from '../../../local/clock.ts';
import { listen, stop } from '../../../local/simulation/listen.ts';

export const TABLE = 'Pagebell-Table-1';
const ACCESS = { region: 'eu-west-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

/** An account that holds the stack Pagebell, its table and parameters, and a stack of somebody else's. */
export interface DeployedStandIn {
  /** What points the command's clients there. */
  environment: Record<string, string>;
  access(service: 'cloudformation' | 'dynamodb' | 'ssm'): ServiceAccess;
  /** The receiver's side of the handshake. */
  handshakes: HandshakeStore;
  item(key: string): Promise<Record<string, unknown> | undefined>;
  parameter(name: string): Promise<{ type: string | undefined; value: string | undefined }>;
  store(name: string, value: string): Promise<void>;
  close(): Promise<void>;
}

export async function startDeployedStandIn(): Promise<DeployedStandIn> {
  const aws = await startAws({ dataDir: undefined, clock: new LocalClock() });
  const dynamodb = new DynamoDBClient({ ...ACCESS, endpoint: aws.endpoints.dynamodb });
  await dynamodb.send(
    new CreateTableCommand({
      TableName: TABLE,
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  const documents = DynamoDBDocumentClient.from(dynamodb);
  const ssm = new SSMClient({ ...ACCESS, endpoint: aws.endpoints.ssm });

  const cloudFormation = createServer(async (request, response) => {
    const name = new URLSearchParams(await text(request)).get('StackName') ?? '';
    const stack = STACKS.get(name);
    response.writeHead(stack ? 200 : 400, { 'content-type': 'text/xml' });
    response.end(stack ? stackXml(name, stack) : missingXml(name));
  });
  const endpoints = { ...aws.endpoints, cloudformation: await listen(cloudFormation) };

  return {
    environment: {
      AWS_REGION: ACCESS.region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL_CLOUDFORMATION: endpoints.cloudformation,
      AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
      AWS_ENDPOINT_URL_SSM: endpoints.ssm,
    },
    access: (service) => ({ ...ACCESS, endpoint: endpoints[service] }),
    handshakes: handshakeStore({ client: documents, name: TABLE }),
    item: async (pk) => (await documents.send(new GetCommand({ TableName: TABLE, Key: { pk } }))).Item,
    parameter: async (Name) => {
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }));
      return { type: Parameter?.Type, value: Parameter?.Value };
    },
    store: async (Name, Value) => {
      await ssm.send(new PutParameterCommand({ Name, Value, Type: 'SecureString', Overwrite: true }));
    },
    close: async () => {
      documents.destroy();
      ssm.destroy();
      await stop(cloudFormation);
      await aws.close();
    },
  };
}

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

const QUEUES = 'https://sqs.eu-west-1.amazonaws.com/111122223333';

/** Outputs by stack. */
const STACKS = new Map<string, Record<string, string>>([
  [
    'Pagebell',
    {
      TableName: TABLE,
      WebhookUrl: 'https://abc123.execute-api.eu-west-1.amazonaws.com/webhooks/notion',
      DashboardUrl: 'https://abc123.execute-api.eu-west-1.amazonaws.com/dashboard',
      QueueUrl: `${QUEUES}/Pagebell-events.fifo`,
      DeadLetterQueueUrl: `${QUEUES}/Pagebell-dead-letters.fifo`,
    },
  ],
  ['Other', { BucketName: 'other' }],
]);

function stackXml(name: string, outputs: Record<string, string>): string {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse xmlns="${NAMESPACE}"><DescribeStacksResult><Stacks><member>
    <StackName>${name}</StackName><StackStatus>CREATE_COMPLETE</StackStatus>
    <CreationTime>2026-11-22T10:00:00Z</CreationTime><Outputs>${members.join('')}</Outputs>
  </member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}

function missingXml(name: string): string {
  return `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>ValidationError</Code>
    <Message>Stack with id ${name} does not exist</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
}
