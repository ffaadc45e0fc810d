import { createServer, type Server } from 'node:http';
import { LocalClock } from '../../../local/clock.ts';
import { type SimulatedNotion, startSimulatedNotion } from '../../../local/notion/server.ts';
import { listen, stop } from '../../../local/simulation/listen.ts';
import { type DeployedStandIn, startDeployedStandIn } from './deployed-stand-in.ts';
import { PagebellProcess } from './pagebell-process.ts';

jest.setTimeout(30_000); // each case starts a process or two

const TOKEN = 'ntn_right';

let aws: DeployedStandIn;
let notion: SimulatedNotion;
/** Lambda's answer about the account, and an account whose credentials have expired. */
let lambda: Server;
let expired: Server;
let environment: Record<string, string>;
let expiredUrl: string;
let unreserved = 1000;

beforeAll(async () => {
  aws = await startDeployedStandIn();
  notion = await startSimulatedNotion({ clock: new LocalClock(), token: TOKEN });
  lambda = createServer((_, response) => {
    const AccountLimit = { ConcurrentExecutions: unreserved, UnreservedConcurrentExecutions: unreserved };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ AccountLimit }));
  });
  expired = createServer((request, response) => {
    const isXml = request.headers['content-type']?.includes('urlencoded');
    const message = 'The security token included in the request is expired';
    response.writeHead(403, { 'content-type': isXml ? 'text/xml' : 'application/x-amz-json-1.1' });
    response.end(
      isXml
        ? `<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>${message}</Message></Error></ErrorResponse>`
        : JSON.stringify({ __type: 'ExpiredTokenException', message }),
    );
  });
  environment = {
    ...aws.environment,
    NOTION_BASE_URL: notion.url,
    AWS_ENDPOINT_URL_LAMBDA: await listen(lambda),
    AWS_MAX_ATTEMPTS: '1',
  };
  expiredUrl = await listen(expired);
});

afterAll(async () => {
  await stop(lambda);
  await stop(expired);
  await notion.close();
  await aws.close();
});

interface Finding {
  check: string;
  verdict: string;
  text: string;
  remedy?: string;
}

async function doctor(
  more: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<{ code: number | null; finding: (check: string) => Finding | undefined }> {
  const { code, stdout } = await new PagebellProcess(['doctor', '--json', ...args], {
    ...environment,
    ...more,
  }).ended;
  const findings: Finding[] = JSON.parse(stdout).findings;
  return { code, finding: (check) => findings.find((one) => one.check === check) };
}

test('before a deployment, the tokens and the quota are checked already', async () => {
  unreserved = 10;
  const { code, finding } = await doctor({}, '--stack', 'Bell');
  expect(code).toBe(1);
  expect(finding('stack')).toMatchObject({
    verdict: 'broken',
    remedy: expect.stringContaining('npm run deploy'),
  });
  expect(finding('notion-token')).toMatchObject({ verdict: 'broken', text: 'none is stored' });
  expect(finding('events')?.verdict).toBe('unchecked');
  expect(finding('concurrency')).toMatchObject({
    verdict: 'broken',
    text: expect.stringMatching(/cannot reserve the concurrency/),
    remedy: expect.stringMatching(/reservedConcurrency: 'off'/),
  });
  expect(finding('clock')).toMatchObject({ verdict: 'ok', text: 'right, by AWS' });
});

test('a quota that suffices is told, and a stored token is tried', async () => {
  unreserved = 1000;
  const setup = new PagebellProcess(['setup', '--yes'], { ...environment, NOTION_TOKEN: TOKEN });
  expect((await setup.ended).code).toBe(0);
  const { finding } = await doctor({});
  expect(finding('stack')).toMatchObject({ verdict: 'ok', text: 'Pagebell in eu-west-1' });
  expect(finding('notion-token')?.verdict).toBe('ok');
  expect(finding('concurrency')?.verdict).toBe('ok');
  expect(finding('webhook-token')).toMatchObject({ verdict: 'broken' });
  expect(finding('clock')).toMatchObject({ text: 'right, by Notion and AWS' });
});

const everywhere = () =>
  Object.fromEntries(
    ['CLOUDFORMATION', 'DYNAMODB', 'SSM', 'LAMBDA'].map((name) => [`AWS_ENDPOINT_URL_${name}`, expiredUrl]),
  );

test('expired credentials are one thing to mend', async () => {
  const { code, finding } = await doctor(everywhere());
  expect(code).toBe(1);
  expect(finding('stack')).toMatchObject({
    verdict: 'broken',
    text: expect.stringMatching(/^No valid AWS credentials: .* expired$/),
    remedy: expect.stringContaining('aws sso login'),
  });
  expect(finding('notion-token')).toMatchObject({
    verdict: 'unchecked',
    text: expect.stringMatching(/^could not be checked because no valid AWS credentials: /i),
  });
});

test.each([[['connect', '--yes']], [['setup', '--yes']]])(
  'with expired credentials `pagebell %s` says so in one line',
  async (args) => {
    const { code, stdout, stderr } = await new PagebellProcess(args, { ...environment, ...everywhere() })
      .ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^pagebell: No valid AWS credentials: .* expired\. Sign in with .*\n$/);
  },
);

test('an unknown workspace is one line', async () => {
  const { code, stdout, stderr } = await new PagebellProcess(['doctor', '--workspace', 'ops'], environment)
    .ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^pagebell: There is no workspace ops\. Known: main\./);
});
