import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  type GetParametersByPathCommandInput,
  GetParametersCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { type LocalAws, startAws } from '../../../local/aws/start-aws.ts';
import { LocalClock } from '../../../local/clock.ts';

describe('the parameter store', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pagebell-parameters-'));
  let aws: LocalAws;
  let client: SSMClient;

  const start = async () => {
    aws = await startAws({ dataDir, clock: new LocalClock(() => 1_800_000_000_000) });
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    client = new SSMClient({ endpoint: aws.endpoints.ssm, region: 'us-east-1', credentials, maxAttempts: 1 });
  };
  const stop = async () => {
    client.destroy();
    await aws.close();
  };

  beforeAll(start);
  afterAll(async () => {
    await stop();
    rmSync(dataDir, { recursive: true });
  });

  const put = (Name: string, Value: string, input: Partial<PutParameterCommandInput> = {}) =>
    client.send(new PutParameterCommand({ Name, Value, Type: 'String', ...input }));
  const get = async (Name: string, WithDecryption = true) =>
    (await client.send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;

  test('gives back what was put', async () => {
    expect(await put('/a/b', 'value')).toMatchObject({ Version: 1, Tier: 'Standard' });
    expect(await get('/a/b')).toEqual({
      Name: '/a/b',
      Type: 'String',
      Value: 'value',
      Version: 1,
      LastModifiedDate: new Date(1_800_000_000_000),
      ARN: 'arn:aws:ssm:us-east-1:000000000000:parameter/a/b',
      DataType: 'text',
    });
  });

  test('overwrites only where it is told to, and counts the versions', async () => {
    await put('/once', '1');
    await expect(put('/once', '2')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    expect((await get('/once'))?.Value).toBe('1');
    const overwrite = { Overwrite: true, Type: undefined };
    expect(await put('/once', '2', overwrite)).toMatchObject({ Version: 2 });
    expect(await get('/once')).toMatchObject({ Value: '2', Version: 2, Type: 'String' });
  });

  test('shows a secret only with decryption', async () => {
    await put('/secret', 'swordfish', { Type: 'SecureString' });
    expect((await get('/secret'))?.Value).toBe('swordfish');
    const encrypted = (await get('/secret', false))?.Value;
    expect(encrypted).toMatch(/^[\w+/=]{40,}$/);
    expect(encrypted).not.toContain('swordfish');
  });

  test('gives several at once, and names those that it does not have', async () => {
    await put('/many/a', '1');
    await put('/many/b', '2');
    const names = ['/many/b', '/many/none', '/many/a'];
    const { Parameters, InvalidParameters } = await client.send(new GetParametersCommand({ Names: names }));
    expect(Parameters?.map(({ Value }) => Value)).toEqual(['2', '1']);
    expect(InvalidParameters).toEqual(['/many/none']);
  });

  describe('by path', () => {
    beforeAll(async () => {
      for (const name of ['/tree/b', '/tree/a', '/tree/a/deep', '/treetop']) await put(name, name);
    });

    const below = async (input: Partial<GetParametersByPathCommandInput>) => {
      const command = new GetParametersByPathCommand({ Path: '/tree', ...input });
      const { Parameters, NextToken } = await client.send(command);
      return { names: Parameters?.map(({ Name }) => Name), NextToken };
    };

    test.each([
      ['children', {}, ['/tree/a', '/tree/b']],
      ['children, with a slash at the end', { Path: '/tree/' }, ['/tree/a', '/tree/b']],
      ['the whole tree', { Recursive: true }, ['/tree/a', '/tree/a/deep', '/tree/b']],
      ['the root', { Path: '/', MaxResults: 10 }, expect.arrayContaining(['/once', '/treetop'])],
      ['nothing', { Path: '/nowhere' }, []],
    ])('finds %s', async (_case, input, names) => {
      expect((await below(input)).names).toEqual(names);
    });

    test('finds them page by page', async () => {
      const first = await below({ Recursive: true, MaxResults: 2 });
      expect(first.names).toEqual(['/tree/a', '/tree/a/deep']);
      const second = await below({ Recursive: true, MaxResults: 2, NextToken: first.NextToken });
      expect(second).toEqual({ names: ['/tree/b'], NextToken: undefined });
    });
  });

  test('forgets what is deleted', async () => {
    await put('/gone', '1');
    await client.send(new DeleteParameterCommand({ Name: '/gone' }));
    await expect(get('/gone')).rejects.toMatchObject({ name: 'ParameterNotFound' });
    const again = client.send(new DeleteParameterCommand({ Name: '/gone' }));
    await expect(again).rejects.toMatchObject({ name: 'ParameterNotFound' });
    expect(await put('/gone', '2')).toMatchObject({ Version: 1 });
  });

  test('keeps everything over a restart, in a file of its owner only', async () => {
    await put('/kept', 'value', { Type: 'SecureString' });
    await stop();
    expect(statSync(join(dataDir, 'aws', 'parameters.jsonl')).mode & 0o777).toBe(0o600);
    await start();
    expect(await get('/kept')).toMatchObject({ Value: 'value', Version: 1 });
  });

  test.each([
    ['a name with a blank', 'a b'],
    ['a name with an empty level', '/a//b'],
    ['a name with a slash at its end', '/a/'],
    ['levels without a slash before the first', 'a/b'],
    ['a name of AWS', '/aws/secret'],
    ['a version', '/a/b:1'],
    ['sixteen levels', '/x'.repeat(16)],
  ])('refuses %s', async (_case, name) => {
    await expect(put(name, 'value')).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(name),
    });
  });

  test.each([
    ['an empty value', '/new', '', {}],
    ['a value above 4 KB', '/new', 'x'.repeat(4097), {}],
    ['a new parameter without a type', '/new', 'x', { Type: undefined }],
    ['another type', '/a/b', 'x', { Overwrite: true, Type: 'SecureString' }],
  ] as const)('refuses %s', async (_case, name, value, input) => {
    await expect(put(name, value, input)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
