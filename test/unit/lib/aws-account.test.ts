import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { awsAccount } from '../../../lib/deploy/aws-account.ts';

const LIMITS = { AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 950 } };

/** Reserved units by function; a function that is not here is not there. */
const FUNCTIONS: Record<string, object> = {
  'Bell-Consumer': { ReservedConcurrentExecutions: 2 },
  'Bell-Other': { ReservedConcurrentExecutions: 3 },
  'Bell-Ingress': {},
};

/** Two pages of a stack's resources, the second one behind a token. */
const PAGES: Record<string, { resources: [type: string, id: string][]; next?: string }> = {
  first: {
    resources: [
      ['AWS::Lambda::Function', 'Bell-Consumer'],
      ['AWS::SQS::Queue', 'Bell-Other'],
    ],
    next: 'second',
  },
  second: {
    resources: [
      ['AWS::Lambda::Function', 'Bell-Ingress'],
      ['AWS::Lambda::Function', 'Bell-Gone'],
    ],
  },
};

const member = ([type, id]: [string, string]) =>
  `<member><ResourceType>${type}</ResourceType><PhysicalResourceId>${id}</PhysicalResourceId></member>`;

function stackResources(body: URLSearchParams): { status: number; text: string } {
  if (body.get('StackName') !== 'Bell') {
    const message = `Stack with id ${body.get('StackName')} does not exist`;
    const text = `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`;
    return { status: 400, text };
  }
  const { resources = [], next } = PAGES[body.get('NextToken') ?? 'first'] ?? {};
  const token = next ? `<NextToken>${next}</NextToken>` : '';
  const text = `<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>${resources.map(member).join('')}</StackResourceSummaries>${token}</ListStackResourcesResult></ListStackResourcesResponse>`;
  return { status: 200, text };
}

/** Answers as Lambda and CloudFormation do, as far as the account asks them. */
function answer(url: string, body: string): { status: number; text: string } {
  const [, name] = /^\/2019-09-30\/functions\/([^/]+)\/concurrency$/.exec(url) ?? [];
  if (url === '/2016-08-19/account-settings') return { status: 200, text: JSON.stringify(LIMITS) };
  if (!name) return stackResources(new URLSearchParams(body));
  const found = FUNCTIONS[name];
  return { status: found ? 200 : 404, text: JSON.stringify(found ?? { Message: 'Function not found' }) };
}

let server: Server;
const regions = new Set<string | undefined>();

beforeAll(async () => {
  server = createServer(async (request, response) => {
    regions.add(/Credential=[^/]+\/\d+\/([^/]+)/.exec(request.headers.authorization ?? '')?.[1]);
    let body = '';
    for await (const chunk of request) body += chunk;
    const { status, text } = answer(request.url ?? '', body);
    response.writeHead(status, status === 404 ? { 'x-amzn-errortype': 'ResourceNotFoundException' } : {});
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  jest.replaceProperty(process, 'env', {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
});
beforeEach(() => regions.clear());
afterAll(async () => {
  jest.restoreAllMocks();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const account = () => awsAccount({ region: 'eu-west-1' }, {});

test("reads the account's limits", async () => {
  expect(await account().quota()).toEqual({ limit: 1000, unreserved: 950 });
});

test('adds up what the functions of the stack have reserved, and of no other', async () => {
  expect(await account().heldBy('Bell')).toBe(2);
});

test('a stack that is not there holds nothing', async () => {
  expect(await account().heldBy('Pagebell')).toBe(0);
});

test.each([
  {
    what: 'the option',
    region: 'eu-west-1',
    environment: { AWS_REGION: 'us-west-2' },
    expected: 'eu-west-1',
  },
  {
    what: 'AWS_REGION',
    environment: { AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'sa-east-1' },
    expected: 'us-west-2',
  },
  { what: 'AWS_DEFAULT_REGION', environment: { AWS_DEFAULT_REGION: 'sa-east-1' }, expected: 'sa-east-1' },
])('the Region is that of $what', async ({ region, environment, expected }) => {
  await awsAccount(region ? { region } : {}, environment).quota();
  expect([...regions]).toEqual([expected]);
});
