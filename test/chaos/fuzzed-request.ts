import * as fc from 'fast-check';
import { CANARY, signing } from './fuzzed-signature.ts';

export const LIVE_SETUP_KEY = 'k'.repeat(43);

/** As API Gateway hands it over: names of headers in lower case, as a rule. */
export interface FuzzedRequest {
  event: {
    body: string;
    isBase64Encoded: boolean;
    headers: Record<string, string>;
    pathParameters: Record<string, string> | undefined;
    queryStringParameters: Record<string, string> | undefined;
  };
}

const strangeKey = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', '', 'hasOwnProperty');
const hugeNumber = fc.constantFrom(1e308, -1e308, 2 ** 53, 5e-324, -0);

const data = fc.oneof(
  fc.record({
    parent: fc.record({ data_source_id: fc.oneof(fc.uuid(), fc.string(), hugeNumber) }),
    updated_properties: fc.oneof(
      fc.array(fc.string()),
      fc.array(fc.constantFrom('%', '%E0%A4%A', 'a%3Ab')),
      fc.jsonValue(),
    ),
  }),
  fc.jsonValue(),
);

const event = fc.record(
  {
    id: fc.oneof(fc.uuid(), fc.string({ maxLength: 300 }), hugeNumber),
    type: fc.oneof(
      fc.constantFrom(
        'page.created',
        'page.properties_updated',
        'page.moved',
        'page.deleted',
        'comment.created',
      ),
      fc.string(),
      strangeKey,
    ),
    timestamp: fc.oneof(
      fc.constantFrom('2026-11-02T09:00:00.000Z', '+275761-01-01', 'yesterday'),
      hugeNumber,
    ),
    entity: fc.oneof(fc.record({ id: fc.oneof(fc.uuid(), fc.string(), strangeKey) }), fc.jsonValue()),
    authors: fc.oneof(fc.array(fc.record({ id: fc.oneof(fc.uuid(), fc.string()) })), fc.jsonValue()),
    attempt_number: fc.oneof(fc.nat(), hugeNumber),
    data,
  },
  { requiredKeys: [] },
);

const handshake = fc
  .oneof(fc.constant(`${CANARY}-token`), fc.string({ maxLength: 600 }), fc.jsonValue())
  .map((token) => JSON.stringify({ verification_token: token }));

/** An event with a key that JSON.parse makes an own property, whatever its name. */
const polluted = fc
  .tuple(event, strangeKey, fc.jsonValue())
  .map(([value, key, more]) =>
    JSON.stringify(value).replace(/^\{/, `{${JSON.stringify(key)}:${JSON.stringify(more)},`),
  )
  .map((text) => text.replace(/,\}$/, '}'));

const deep = fc
  .tuple(fc.constantFrom('[', '{"a":'), fc.integer({ min: 1, max: 20_000 }))
  .map(([opening, depth]) => opening.repeat(depth));

const text = fc.oneof(
  { weight: 6, arbitrary: event.map((value) => JSON.stringify({ ...value, workspace_name: CANARY })) },
  { weight: 2, arbitrary: handshake },
  { weight: 2, arbitrary: polluted },
  { weight: 1, arbitrary: deep },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string().map((value) => `${value}${CANARY}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', 'null', '[]', '0', `"${CANARY}"`, '\ufeff{}', '{"type":"page.created"}'),
  },
);

/** Bytes, some of which are no UTF-8. */
const bytes = fc.oneof(
  { weight: 8, arbitrary: text.map((value) => Buffer.from(value)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(text, fc.uint8Array({ minLength: 1, maxLength: 8 }), fc.nat())
      .map(([value, noise, place]) => spliced(Buffer.from(value), Buffer.from(noise), place)),
  },
);

const headerName = fc.oneof(
  { weight: 4, arbitrary: fc.constant('x-notion-signature') },
  { weight: 1, arbitrary: fc.mixedCase(fc.constant('x-notion-signature')) },
  { weight: 1, arbitrary: fc.constantFrom('x-notion-signature ', 'notion-signature', '__proto__') },
);

/** How the bytes travel: as they are, or in base64 that may be broken. */
const encoding = fc.constantFrom(
  { isBase64Encoded: false, encode: (body: Buffer) => body.toString('utf8') },
  { isBase64Encoded: true, encode: (body: Buffer) => body.toString('base64') },
  { isBase64Encoded: true, encode: (body: Buffer) => `${body.toString('base64').slice(0, -3)}!` },
  { isBase64Encoded: true, encode: (body: Buffer) => body.toString('utf8') },
  { isBase64Encoded: false, encode: (body: Buffer) => body.toString('base64') },
);

const workspace = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(undefined, 'main') },
  { weight: 1, arbitrary: fc.oneof(fc.string(), strangeKey) },
);

export const fuzzedRequest: fc.Arbitrary<FuzzedRequest> = fc
  .record({
    body: bytes,
    signing,
    name: headerName,
    second: fc.option(fc.tuple(fc.mixedCase(fc.constant('x-notion-signature')), signing), { nil: undefined }),
    encoding,
    workspace,
    setup: fc.option(fc.oneof(fc.constant(LIVE_SETUP_KEY), fc.constant('j'.repeat(43)), fc.string()), {
      nil: undefined,
    }),
  })
  .map(
    ({
      body,
      signing: makeSignature,
      name,
      second,
      encoding: { isBase64Encoded, encode },
      workspace,
      setup,
    }) => {
      const headers: Record<string, string> = {};
      for (const [key, make] of [[name, makeSignature] as const, ...(second ? [second] : [])]) {
        const value = make(body);
        if (value !== undefined) headers[key] = value;
      }
      return {
        event: {
          body: encode(body),
          isBase64Encoded,
          headers,
          pathParameters: workspace === undefined ? undefined : { workspace },
          queryStringParameters: setup === undefined ? undefined : { setup },
        },
      };
    },
  );

function spliced(body: Buffer, noise: Buffer, place: number): Buffer {
  const at = place % (body.length + 1);
  return Buffer.concat([body.subarray(0, at), noise, body.subarray(at)]);
}
