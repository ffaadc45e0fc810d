import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { GetParametersByPathCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { motoExecutable, type QueueEndpoint, startMoto } from '../../contract/support-queue-endpoints.ts';
import { type DeployedStandIn, startDeployedStandIn } from './deployed-stand-in.ts';
import { PagebellProcess } from './pagebell-process.ts';
import { describeOnTerminal, KEY, TerminalProcess } from './terminal-process.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pagebell-'));
  writeFileSync(join(directory, 'pagebell.config.ts'), 'export default {};');
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('after a local run', () => {
  const uninstall = (...args: string[]) =>
    new PagebellProcess(['uninstall', '--local', ...args], {}, directory);
  const folder = () => join(directory, '.pagebell');

  test('its folder is removed', async () => {
    mkdirSync(folder());
    const { code, stdout } = await uninstall('--yes', '--json').ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      found: [{ kind: 'folder', name: folder() }],
      removed: [{ kind: 'folder', name: folder() }],
    });
    expect(existsSync(folder())).toBe(false);
  });

  test('nothing is removed without a word, where nobody can be asked', async () => {
    mkdirSync(folder());
    const { code, stdout, stderr } = await uninstall().ended;
    expect(code).toBe(1);
    expect(stdout).toContain(folder());
    expect(stderr).toMatch(/^pagebell: There is no terminal to ask in, .*--yes/);
    expect(existsSync(folder())).toBe(true);
  });

  test('that has not ended it refuses', async () => {
    mkdirSync(folder());
    writeFileSync(join(folder(), 'lock'), String(process.pid));
    const { code, stderr } = await uninstall('--yes').ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^pagebell: The local run is still running\. .*Ctrl-C/);
    expect(existsSync(join(folder(), 'lock'))).toBe(true);
  });

  test('that never was there is nothing to do', async () => {
    const { code, stdout } = await uninstall().ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Nothing is left to remove\./);
  });

  describeOnTerminal('at a terminal', () => {
    test.each<[string, string[], number, boolean]>([
      ['its name removes it', ['Pagebell', KEY.enter], 0, false],
      ['another word leaves it', ['yes', KEY.enter], 0, true],
      ['Ctrl-C leaves it', [KEY.ctrlC], 130, true],
    ])('%s', async (_, keys, exitCode, isLeft) => {
      mkdirSync(folder());
      const running = new TerminalProcess(['uninstall', '--local'], {}, directory);
      await running.shown(/Type Pagebell to remove/);
      running.type(...keys);
      const { code, screen } = await running.ended;
      expect(code).toBe(exitCode);
      expect(existsSync(folder())).toBe(isLeft);
      expect(screen).toContain(isLeft ? 'Nothing was removed.' : `Removed ${folder()}`);
    });
  });
});

describe('a deployed stack that is still there', () => {
  let aws: DeployedStandIn;
  beforeAll(async () => {
    aws = await startDeployedStandIn();
  });
  afterAll(() => aws.close());

  test('is refused, and nothing is touched', async () => {
    await aws.store('/pagebell/prod/main/notion-token', 'ntn_kept');
    const { code, stdout, stderr } = await new PagebellProcess(
      ['uninstall', '--yes'],
      aws.environment,
      directory,
    ).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /The stack Pagebell is still there \(CREATE_COMPLETE\)\. Run `npx cdk destroy` first/,
    );
    expect(await aws.parameter('/pagebell/prod/main/notion-token')).toMatchObject({ value: 'ntn_kept' });
  });

  test('keeps its parameters, though another stack is named', async () => {
    const name = '/pagebell/prod/main/notion-token';
    await aws.store(name, 'ntn_kept');
    const { code, stdout, stderr } = await new PagebellProcess(
      ['uninstall', '--stack', 'Pagebel', '--yes'],
      aws.environment,
      directory,
    ).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Nothing is left to remove\.$/m);
    expect(stdout).toContain(
      'The parameters below /pagebell/prod: the stack Pagebell of the configuration uses them, and is still there (CREATE_COMPLETE).',
    );
    expect(await aws.parameter(name)).toMatchObject({ value: 'ntn_kept' });
  });

  test('that is not the configuration’s, whose stack is gone, leaves the parameters to be removed', async () => {
    writeFileSync(
      join(directory, 'pagebell.config.ts'),
      "export default { stackName: 'Gone', stage: 'gone' };",
    );
    const name = '/pagebell/gone/main/notion-token';
    await aws.store(name, 'ntn_left');
    const { code, stdout } = await new PagebellProcess(
      ['uninstall', '--stack', 'Older', '--yes'],
      aws.environment,
      directory,
    ).ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(`Removed ${name}`) });
    await expect(aws.parameter(name)).rejects.toThrow();
  });

  test('has all its workspaces', async () => {
    const args = ['uninstall', '--workspace', 'main'];
    const { code, stderr } = await new PagebellProcess(args, aws.environment, directory).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/concerns every workspace/);
  });
});

const moto = motoExecutable();
if (!moto) console.warn('LEFT OUT: uninstalling from an account, because moto_server is not on the PATH');

(moto ? describe : describe.skip)('what a destroyed stack leaves in an account', () => {
  let account: QueueEndpoint;
  let dynamodb: DynamoDBClient;
  let ssm: SSMClient;
  const access = () => ({
    endpoint: account.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const environment = () => ({
    AWS_ENDPOINT_URL: account.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });

  beforeAll(async () => {
    account = await startMoto(moto ?? '');
    dynamodb = new DynamoDBClient(access());
    ssm = new SSMClient(access());
  });
  afterAll(async () => {
    dynamodb.destroy();
    ssm.destroy();
    await account.close();
  });

  async function makeTable(TableName: string, stack?: string, hasIndexes = true): Promise<void> {
    const sorts = hasIndexes ? ['dueAt', 'parkedAt'] : [];
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          ...(hasIndexes ? [{ AttributeName: 'workspace', AttributeType: 'S' as const }] : []),
          ...sorts.map((AttributeName) => ({ AttributeName, AttributeType: 'N' as const })),
        ],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        ...(stack && { Tags: [{ Key: 'aws:cloudformation:stack-name', Value: stack }] }),
        ...(hasIndexes && {
          GlobalSecondaryIndexes: sorts.map((sort) => ({
            IndexName: sort.replace('At', ''),
            KeySchema: [
              { AttributeName: 'workspace', KeyType: 'HASH' as const },
              { AttributeName: sort, KeyType: 'RANGE' as const },
            ],
            Projection: { ProjectionType: 'ALL' as const },
          })),
        }),
      }),
    );
  }

  test('is found and removed, and nothing of anybody else', async () => {
    const ours = ['Pagebell-TableCD117FA1-A', 'Pagebell-TableCD117FA1-B'];
    const others = ['Pagebell-Staging-TableCD117FA1-C', 'Pagebell-Table-tagged', 'Pagebell-TableOther'];
    await makeTable('Pagebell-TableCD117FA1-A', 'Pagebell');
    await makeTable('Pagebell-TableCD117FA1-B');
    await makeTable('Pagebell-Staging-TableCD117FA1-C', 'Pagebell-Staging');
    await makeTable('Pagebell-Table-tagged', 'Pagebell-Table');
    await makeTable('Pagebell-TableOther', 'Pagebell', false);
    const put = (Name: string) =>
      ssm.send(new PutParameterCommand({ Name, Value: 'x', Type: 'SecureString' }));
    const parameters = Array.from(
      { length: 12 },
      (_, index) => `/pagebell/prod/team-${index + 10}/notion-token`,
    );
    for (const name of [...parameters, '/pagebell/production/main/notion-token']) await put(name);

    const { code, stdout, stderr } = await new PagebellProcess(
      ['uninstall', '--yes', '--json'],
      environment(),
      directory,
    ).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Removed Pagebell-Table') });
    const { removed } = JSON.parse(stdout);
    expect(removed.map(({ name }: { name: string }) => name).sort()).toEqual([...parameters, ...ours].sort());

    const { TableNames } = await dynamodb.send(new ListTablesCommand({}));
    expect(TableNames?.sort()).toEqual(others.sort());
    const left = await ssm.send(new GetParametersByPathCommand({ Path: '/pagebell', Recursive: true }));
    expect(left.Parameters?.map(({ Name }) => Name)).toEqual(['/pagebell/production/main/notion-token']);
  });
});
