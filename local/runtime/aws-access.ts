import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';

export interface AwsEndpoints {
  sqs: string;
  ssm: string;
  dynamodb: string;
  cloudwatch: string;
}

/** Where queue, table and parameters are, and as whom to call them. */
export interface AwsAccess {
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  endpoints: AwsEndpoints;
}

export interface AwsClients {
  sqs: SQSClient;
  ssm: SSMClient;
  dynamodb: DynamoDBClient;
}

export function openClients({ region, credentials: given, endpoints }: AwsAccess): AwsClients {
  const credentials = { ...given }; // the SDK marks the object that it is given
  return {
    sqs: new SQSClient({ region, credentials, endpoint: endpoints.sqs }),
    ssm: new SSMClient({ region, credentials, endpoint: endpoints.ssm }),
    dynamodb: new DynamoDBClient({ region, credentials, endpoint: endpoints.dynamodb }),
  };
}

export function closeClients(clients: AwsClients): void {
  for (const client of Object.values(clients)) client.destroy();
}
