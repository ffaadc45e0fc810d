import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { hashSetupKey, parseHandshake } from '../../../lambdas/core/handshake.ts';
import { assertProperty } from './assert-property.ts';

const TOKEN = 'secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl';

describe('parseHandshake', () => {
  test.each([
    JSON.stringify({ verification_token: TOKEN }),
    JSON.stringify({ verification_token: TOKEN }, undefined, 2),
    ` {"verification_token":"${TOKEN}"}\n`,
  ])('finds the token in %j', (body) => {
    expect(parseHandshake(Buffer.from(body))).toBe(TOKEN);
  });

  test.each([
    ['an event', { type: 'page.created', entity: { id: 'p' } }],
    ['a token beside a type', { verification_token: TOKEN, type: 'page.created' }],
    ['an empty token', { verification_token: '' }],
    ['a token that is no text', { verification_token: 17 }],
    ['a token of more than 500 characters', { verification_token: 'x'.repeat(501) }],
    ['a list', [{ verification_token: TOKEN }]],
    ['a text', TOKEN],
    ['nothing', null],
    ['an empty object', {}],
  ])('%s is no handshake', (_, value) => {
    expect(parseHandshake(Buffer.from(JSON.stringify(value)))).toBeUndefined();
  });

  test('a body that is far longer than a handshake is not parsed', () => {
    const body = (spaces: number) => Buffer.from(`{"verification_token":"x"}${' '.repeat(spaces)}`);
    const room = 2048 - body(0).length;
    expect(parseHandshake(body(room))).toBe('x');
    expect(parseHandshake(body(room + 1))).toBeUndefined();
  });

  test('no bytes make it throw', () => {
    assertProperty(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(parseHandshake(Buffer.from(bytes))).toBeUndefined();
      }),
    );
  });
});

test('hashSetupKey is SHA-256 in hexadecimal digits', () => {
  expect(hashSetupKey('key')).toBe(createHash('sha256').update('key').digest('hex'));
  // The digest of the empty string, as FIPS 180-4 implementations publish it.
  expect(hashSetupKey('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});
