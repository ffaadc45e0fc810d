import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { listen, stop } from '../../../local/simulation/listen.ts';
import { type DeployedStandIn, startDeployedStandIn } from './deployed-stand-in.ts';
import { PagebellProcess } from './pagebell-process.ts';

const PARAMETER = '/pagebell/prod/dashboard-key';
const DASHBOARD = 'https://abc123.execute-api.eu-west-1.amazonaws.com/dashboard';

let aws: DeployedStandIn;
beforeAll(async () => {
  aws = await startDeployedStandIn();
});
afterAll(() => aws.close());

const run = (...args: string[]) => new PagebellProcess(['dashboard-key', ...args], aws.environment).ended;

test('is made once, shown again, and replaced when asked to', async () => {
  const made = await run();
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const [, key = ''] = /^Key {8}([\w-]{43})$/m.exec(made.stdout) ?? [];
  expect(made.stdout).toContain('There was no key yet');
  expect(made.stdout).toContain(`Dashboard  ${DASHBOARD}`);
  expect(await aws.parameter(PARAMETER)).toEqual({ type: 'SecureString', value: key });

  const shown = await run('--json');
  expect(shown).toMatchObject({ code: 0 });
  expect(JSON.parse(shown.stdout)).toEqual({ dashboardUrl: DASHBOARD, key, isNew: false });
  expect(shown.stderr).not.toContain(key);

  const replaced = await run('--rotate');
  const [, another = ''] = /^Key {8}([\w-]{43})$/m.exec(replaced.stdout) ?? [];
  expect(another).not.toBe(key);
  expect(replaced.stdout).toContain('end within a minute');
  expect(await aws.parameter(PARAMETER)).toMatchObject({ value: another });
});

describe('of a local run', () => {
  let directory: string;
  let server: Server;
  let url: string;
  /** How the dashboard answers who is not signed in. */
  let status: number;

  beforeAll(async () => {
    server = createServer((_, response) => response.writeHead(status).end());
    url = await listen(server);
    directory = mkdtempSync(join(tmpdir(), 'pagebell-'));
    mkdirSync(join(directory, '.pagebell'));
    writeFileSync(join(directory, 'test.config.ts'), 'export default {};');
    const { endpoint } = aws.access('ssm');
    const file = {
      url,
      dashboardUrl: `${url}/dashboard`,
      notionUrl: 'https://api.notion.com',
      sesUrl: 'http://127.0.0.1:4001',
      stackName: 'Pagebell',
      tableName: 'table',
      queueUrl: `${endpoint}/000000000000/Pagebell-events.fifo`,
      deadLetterQueueUrl: `${endpoint}/000000000000/Pagebell-dead-letters.fifo`,
      parameterPrefix: '/pagebell/local',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      endpoints: { dynamodb: endpoint, sqs: endpoint, ssm: endpoint, cloudwatch: endpoint },
    };
    writeFileSync(join(directory, '.pagebell/run.json'), JSON.stringify(file));
    const client = new SSMClient(aws.access('ssm'));
    const Name = '/pagebell/local/dashboard-key';
    await client.send(new PutParameterCommand({ Name, Value: 'mine', Type: 'SecureString' }));
    client.destroy();
  });
  afterAll(async () => {
    await stop(server);
    rmSync(directory, { recursive: true });
  });

  const local = (...args: string[]) =>
    new PagebellProcess(['dashboard-key', '--local', '--config', 'test.config.ts', ...args], {}, directory)
      .ended;

  test.each([
    { answers: 200, says: /asks for no key\. With DASHBOARD_KEY in \.env it would\./ },
    { answers: 401, says: /^Key {8}mine$/m },
  ])('that answers $answers', async ({ answers, says }) => {
    status = answers;
    const { code, stdout } = await local();
    expect(code).toBe(0);
    expect(stdout).toMatch(says);
    expect(stdout).toContain(`Dashboard  ${url}/dashboard`);
  });

  test('cannot be replaced: it is the environment’s', async () => {
    expect(await local('--rotate')).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/DASHBOARD_KEY\. Set another one in \.env/),
    });
  });
});
