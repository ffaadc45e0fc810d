import { signWebhookPayload } from '@notionhq/client';
import * as fc from 'fast-check';
import { anyText } from '../core/arbitraries.ts';
import { gatewayEvent, IngressBench, TOKEN } from './ingress-bench.ts';

const event = fc.record({
  id: fc.uuid(),
  type: fc.constantFrom('page.created', 'page.properties_updated', 'comment.created'),
  entity: fc.record({ id: fc.uuid() }),
});
const handshake = fc.record({ verification_token: fc.oneof(fc.string(), fc.jsonValue()) });
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
  fc.oneof(event, handshake, fc.jsonValue()).map((value) => Buffer.from(JSON.stringify(value))),
  fc.constant(Buffer.alloc(256 * 1024 + 1, 'x')),
);

const name = fc.mixedCase(fc.constant('x-notion-signature'));
const signature = fc.oneof(
  fc.string(),
  fc.stringMatching(/^sha256=[0-9a-fA-F]{0,70}$/),
  fc.constant(`sha256=${'0'.repeat(64)}`),
);
const headers = fc.oneof(fc.constant({}), fc.dictionary(name, signature, { maxKeys: 1 }));
const workspace = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(undefined, 'main') },
  { weight: 1, arbitrary: fc.string() },
);

test('a thousand malformed or unsigned requests: none is answered with an error of ours, none is queued', async () => {
  const bench = new IngressBench();
  const statuses = new Map<number | undefined, number>();
  const request = fc.record({ bytes, headers, workspace, isBase64: fc.boolean(), setup: fc.string() });
  await fc.assert(
    fc.asyncProperty(request, async (given) => {
      const { statusCode } = await bench.post(
        gatewayEvent({
          body: given.bytes.toString(given.isBase64 ? 'base64' : 'utf8'),
          isBase64Encoded: given.isBase64,
          headers: given.headers,
          queryStringParameters: { setup: given.setup },
          ...(given.workspace !== undefined && { pathParameters: { workspace: given.workspace } }),
        }),
      );
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
    }),
    { numRuns: 1000 },
  );
  expect(bench.sent).toEqual([]);
  // 200 is a handshake's, which is forgotten.
  expect([...statuses.keys()].sort()).toEqual([200, 401, 404, 413]);
  expect(bench.log.counts.get('HandshakeForgotten')).toBe(statuses.get(200));
  expect(bench.log.counts.get('SignatureRefused')).toBe(statuses.get(401));
  expect([...bench.table.waiting]).toEqual([]);
});

test('whatever Notion signs is acknowledged, or refused as malformed', async () => {
  const bench = new IngressBench();
  const signed = fc.oneof(
    anyText().filter((text) => text !== ''),
    fc.oneof(event, fc.jsonValue()).map((value) => JSON.stringify(value)),
  );
  await fc.assert(
    fc.asyncProperty(signed, async (text) => {
      // A lone surrogate has no bytes of its own.
      const body = Buffer.from(text).toString();
      const before = bench.sent.length;
      const { statusCode } = await bench.postSigned(body, TOKEN);
      expect([200, 400]).toContain(statusCode);
      expect(bench.sent.length - before).toBe(
        /"type":"page\.(created|properties_updated)"/.test(body) ? 1 : 0,
      );
    }),
    { numRuns: 300 },
  );
  expect(bench.sent.length).toBeGreaterThan(0);
});

test('any bytes that are signed pass the signature, base64 or not, whatever the case of the header', async () => {
  const bench = new IngressBench();
  await fc.assert(
    fc.asyncProperty(event, fc.boolean(), name, async (payload, isBase64, header) => {
      const text = JSON.stringify({ ...payload, type: 'page.created', note: 'é 😀 \u2028' });
      const sent = bench.sent.length;
      const { statusCode } = await bench.post(
        gatewayEvent({
          body: isBase64 ? Buffer.from(text).toString('base64') : text,
          isBase64Encoded: isBase64,
          headers: { [header]: await signWebhookPayload({ body: text, verificationToken: TOKEN }) },
        }),
      );
      expect([statusCode, bench.sent.length]).toEqual([200, sent + 1]);
    }),
  );
});
