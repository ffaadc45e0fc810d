import { headerOf, identitiesOf, parseSender, standsFor } from '../../../lambdas/core/email-address.ts';

test.each([
  ['bell@example.com', { name: '', address: 'bell@example.com' }],
  ['Pagebell <bell@example.com>', { name: 'Pagebell', address: 'bell@example.com' }],
  ['<bell@example.com>', { name: '', address: 'bell@example.com' }],
  [
    'Glöckchen für alle <bell+a@mail.example.co.uk>',
    { name: 'Glöckchen für alle', address: 'bell+a@mail.example.co.uk' },
  ],
])('%s is a sender', (value, sender) => {
  expect(parseSender(value)).toEqual(sender);
});

test.each([
  '',
  'bell',
  'bell@example',
  'Pagebell bell@example.com',
  'Pagebell <bell@example.com> <a@b.cd>',
  'Page\r\nBcc: all <bell@example.com>',
  '"Page" <bell@example.com>',
  'bell@example.com, other@example.com',
  'böll@example.com',
  'bell@*.com',
  `${'n'.repeat(61)} <bell@example.com>`,
])('%j is none', (value) => {
  expect(parseSender(value)).toBeUndefined();
});

test.each([
  ['bell@example.com', 'bell@example.com', true],
  ['example.com', 'bell@Example.com', true],
  ['example.com', 'bell@mail.example.com', true],
  ['mail.example.com', 'bell@example.com', false],
  ['ample.com', 'bell@example.com', false],
  ['com', 'bell@example.com', false],
  ['other@example.com', 'bell@example.com', false],
])('%s stands for %s: %s', (identity, address, expected) => {
  expect(standsFor(identity, address)).toBe(expected);
});

test('it is sent as the address or its domain, unless another identity is named', () => {
  const from = 'Pagebell <bell@Mail.example.com>';
  expect(identitiesOf({ from })).toEqual(['bell@Mail.example.com', 'mail.example.com']);
  expect(identitiesOf({ from, identity: 'example.com' })).toEqual(['example.com']);
});

describe('in a header', () => {
  test.each([
    ['an address alone', '', 'bell@example.com'],
    ['a name', 'Pagebell, inc.', '"Pagebell, inc." <bell@example.com>'],
    ['a name with other letters', 'Glöckchen', '=?UTF-8?B?R2zDtmNrY2hlbg==?= <bell@example.com>'],
  ])('%s', (_, name, header) => {
    expect(headerOf({ name, address: 'bell@example.com' })).toBe(header);
  });

  test('a long name is encoded in words of which none is too long, and none ends within a letter', () => {
    const name = '🔔'.repeat(25);
    const words = headerOf({ name, address: 'b@example.com' }).split(' ').slice(0, -1);
    expect(words).toHaveLength(3);
    const read = words.map((word) => {
      expect(word.length).toBeLessThanOrEqual(75);
      return Buffer.from(/^=\?UTF-8\?B\?(.*)\?=$/.exec(word)?.[1] ?? '', 'base64').toString();
    });
    expect(read.join('')).toBe(name);
  });
});
