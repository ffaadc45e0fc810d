import { createServer, request } from 'node:http';
import { AwsError } from '../../../local/aws/aws-error.ts';
import { type Action, jsonProtocol } from '../../../local/aws/json-protocol.ts';
import { listen, stop } from '../../../local/simulation/listen.ts';

describe('the AWS JSON protocol', () => {
  const actions: Record<string, Action> = {
    Echo: (input) => ({ input }),
    Refuse: () => {
      throw new AwsError('ns#NotNow', 'come back later', { status: 403, queryCode: 'Not.Now' });
    },
    Fail: () => {
      throw new TypeError('a fault of ours');
    },
  };
  const server = createServer(
    jsonProtocol([{ target: 'Test', contentType: 'application/x-amz-json-1.1', actions }]),
  );
  let url: string;

  beforeAll(async () => {
    url = await listen(server);
  });
  afterAll(() => stop(server));

  const post = async (target: string, body = '{}') => {
    const answer = await fetch(url, { method: 'POST', headers: { 'x-amz-target': target }, body });
    const { status, headers } = answer;
    return {
      status,
      type: headers.get('content-type'),
      queryError: headers.get('x-amzn-query-error'),
      body: (await answer.json()) as Record<string, unknown>, // every answer is a JSON object
    };
  };

  test('answers with what the action returns', async () => {
    expect(await post('Test.Echo', '{"a":"ü"}')).toEqual({
      status: 200,
      type: 'application/x-amz-json-1.1',
      queryError: null,
      body: { input: { a: 'ü' } },
    });
  });

  test('writes an error into the body and into the header of the older protocol', async () => {
    expect(await post('Test.Refuse')).toEqual({
      status: 403,
      type: 'application/x-amz-json-1.1',
      queryError: 'Not.Now;Sender',
      body: { __type: 'ns#NotNow', message: 'come back later' },
    });
  });

  test.each([
    ['an action that is not there', 'Test.Nothing', '{}', 400, 'UnknownOperationException', 'Test.Nothing'],
    ['a service that is not there', 'Other.Echo', '{}', 400, 'UnknownOperationException', 'Other.Echo'],
    ['what every object has', 'Test.constructor', '{}', 400, 'UnknownOperationException', 'Test.constructor'],
    ['no target', '', '{}', 400, 'UnknownOperationException', 'x-amz-target'],
    ['a body that is not JSON', 'Test.Echo', '{', 400, 'SerializationException', 'JSON'],
    ['a body that is too large', 'Test.Echo', 'x'.repeat(9_000_000), 413, 'RequestEntityTooLarge', 'larger'],
  ])('refuses %s', async (_case, target, body, status, type, word) => {
    const answer = await post(target, body);
    expect(answer.status).toBe(status);
    expect(answer.body['__type']).toMatch(new RegExp(`(^|#)${type}$`));
    expect(answer.body['message']).toContain(word);
  });

  test('answers and reports a fault of its own', async () => {
    const report = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(await post('Test.Fail')).toMatchObject({ status: 500, body: { __type: 'InternalFailure' } });
    expect(report).toHaveBeenCalledWith(expect.any(String), expect.any(TypeError));
    report.mockRestore();
  });

  test('tells an action that its caller hung up', async () => {
    const hungUp = new Promise<void>((resolve) => {
      actions['Wait'] = (_input, { signal }) => {
        signal.addEventListener('abort', () => resolve());
        call.destroy();
        return new Promise(() => undefined);
      };
    });
    const call = request(url, { method: 'POST', headers: { 'x-amz-target': 'Test.Wait' } });
    call.on('error', () => undefined); // it is cut off on purpose
    call.end('{}');
    await hungUp;
  });

  test('survives a caller that is cut off while it sends', async () => {
    const arrived = new Promise<void>((resolve) => server.once('request', () => resolve()));
    const call = request(url, { method: 'POST', headers: { 'content-length': 1000 } });
    call.on('error', () => undefined); // it is cut off on purpose
    call.write('{');
    await arrived;
    call.destroy();
    expect((await post('Test.Echo')).status).toBe(200);
  });
});
