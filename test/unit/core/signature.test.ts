import { signWebhookPayload, verifyWebhookSignature } from '@notionhq/client';
import * as fc from 'fast-check';
import { parseSignature, verifySignature } from '../../../lambdas/core/signature.ts';

const TOKEN = 'secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl';
const token = fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' });
const bytes = fc.uint8Array({ maxLength: 500 });

function isValid(body: Uint8Array, header: string | undefined, tokens: readonly string[]): boolean {
  const digest = parseSignature(header);
  return digest !== undefined && verifySignature(Buffer.from(body), digest, tokens);
}

describe('a signature', () => {
  test('of Notion’s SDK is valid on any bytes, with any of the tokens', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, token, fc.array(token), fc.array(token), async (body, own, before, after) => {
        const header = await signWebhookPayload({ body, verificationToken: own });
        expect(isValid(body, header, [...before, own, ...after])).toBe(true);
      }),
    );
  });

  test('is valid only where Notion’s SDK says so, whatever the header', async () => {
    const prefix = fc.constantFrom('sha256=', 'SHA256=', 'sha1=', 'sha256= ', '');
    const suffix = fc.constantFrom('', '', ' ', '\n', '0', 'zz', ',sha256=00');
    const change = fc.constantFrom(
      (hex: string) => hex,
      (hex: string) => hex.toUpperCase(),
      (hex: string) => hex.slice(2),
      (hex: string) => hex.replace(/^./, 'g'),
      (hex: string) => hex.replace(/^./, (first) => (first === '0' ? '1' : '0')),
    );
    await fc.assert(
      fc.asyncProperty(bytes, token, prefix, change, suffix, async (body, own, before, changed, after) => {
        const signed = await signWebhookPayload({ body, verificationToken: own });
        const signature = before + changed(signed.slice('sha256='.length)) + after;
        const expected = await verifyWebhookSignature({ body, signature, verificationToken: own });
        expect(isValid(body, signature, [own])).toBe(expected);
      }),
    );
  });

  test('is invalid with another token, on other bytes, and without tokens', async () => {
    await fc.assert(
      fc.asyncProperty(bytes, token, token, fc.nat(), async (body, own, other, position) => {
        fc.pre(own !== other);
        const header = await signWebhookPayload({ body, verificationToken: own });
        const changed = Buffer.concat([body, Buffer.of(0)]);
        changed[position % changed.length] = (changed[position % changed.length] ?? 0) ^ 1;
        expect(isValid(body, header, [other])).toBe(false);
        expect(isValid(changed, header, [own])).toBe(false);
        expect(isValid(body, header, [])).toBe(false);
      }),
    );
  });
});

describe('parseSignature', () => {
  test('brings the 32 bytes of the digest', async () => {
    const header = await signWebhookPayload({ body: 'x', verificationToken: TOKEN });
    expect(parseSignature(header)?.toString('hex')).toBe(header.slice('sha256='.length));
  });

  test.each([
    undefined,
    '',
    'sha256=',
    'a'.repeat(64),
    `sha256=${'a'.repeat(63)}`,
    `sha256=${'a'.repeat(65)}`,
    `sha256=${'g'.repeat(64)}`,
    `sha256=${'a'.repeat(64)}\n`,
    ` sha256=${'a'.repeat(64)}`,
    `sha512=${'a'.repeat(64)}`,
  ])('refuses %j', (header) => {
    expect(parseSignature(header)).toBeUndefined();
  });
});

test.each([0, 31, 33])('a digest of %i bytes is compared without an exception', (length) => {
  expect(verifySignature(Buffer.from('x'), Buffer.alloc(length), [TOKEN])).toBe(false);
});
