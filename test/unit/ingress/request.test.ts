import { toRequest, toResult } from '../../../lambdas/ingress/request.ts';
import { gatewayEvent } from './ingress-bench.ts';

describe('toRequest', () => {
  test('takes from API Gateway’s event what the receiver needs', () => {
    const event = gatewayEvent({
      body: '{"a":"é"}',
      headers: { 'content-type': 'application/json', 'x-notion-signature': 'sha256=00' },
      pathParameters: { workspace: 'studio' },
      queryStringParameters: { setup: 'key', other: 'x' },
    });
    expect(toRequest(event)).toEqual({
      workspace: 'studio',
      signature: 'sha256=00',
      setupKey: 'key',
      body: Buffer.from('{"a":"é"}'),
    });
  });

  test('a request with nothing in it', () => {
    expect(toRequest(gatewayEvent())).toEqual({
      workspace: undefined,
      signature: undefined,
      setupKey: undefined,
      body: Buffer.alloc(0),
    });
  });

  test.each(['X-Notion-Signature', 'x-notion-signature', 'X-NOTION-SIGNATURE'])(
    'the header may be %s',
    (name) => {
      expect(toRequest(gatewayEvent({ headers: { [name]: 'sha256=00' } })).signature).toBe('sha256=00');
    },
  );

  test('bytes that are no text come through base64 unchanged', () => {
    const bytes = Buffer.from([0, 255, 128, 13, 10, 0xc3]);
    const event = gatewayEvent({ body: bytes.toString('base64'), isBase64Encoded: true });
    expect(toRequest(event).body).toEqual(bytes);
  });
});

describe('toResult', () => {
  test('is JSON', () => {
    expect(toResult({ status: 200, body: { ok: true } })).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"ok":true}',
    });
  });

  test('says when to try again', () => {
    expect(toResult({ status: 503, body: {}, retryAfterSeconds: 30 }).headers).toEqual({
      'content-type': 'application/json',
      'retry-after': '30',
    });
  });
});
