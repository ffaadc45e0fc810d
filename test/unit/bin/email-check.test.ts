import { sesAccount } from '../../../bin/adapters/ses-account.ts';
import { checkEmail } from '../../../bin/commands/doctor/email-check.ts';
import { type Verdict, verdictOf } from '../../../bin/commands/doctor/finding.ts';
import type { EmailSettings } from '../../../lambdas/core/settings.ts';
import { type LocalSes, startSes } from '../../../local/aws/ses/server.ts';
import { LocalClock } from '../../../local/clock.ts';

const ADDRESS: EmailSettings = { from: 'Pagebell <bell@mail.example.com>' };
let ses: LocalSes;

beforeEach(async () => {
  ses = await startSes({ clock: new LocalClock(), file: undefined });
});
afterEach(() => ses.close());

/** Through the adapter that the command has. */
function look(email: EmailSettings = ADDRESS, endpoint = ses.url): Promise<Verdict> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const view = sesAccount({ region: 'eu-west-1', credentials, endpoint });
  return verdictOf(() => checkEmail(view, email));
}

const known = (...identities: [string, boolean][]) => {
  ses.account.identities = new Map(identities);
};

test.each<[string, () => void, Verdict['kind'], RegExp]>([
  [
    'the address',
    () => known(['bell@mail.example.com', true]),
    'ok',
    /^bell@mail\.example\.com: verified, and/,
  ],
  ['its domain', () => known(['mail.example.com', true]), 'ok', /^mail\.example\.com: verified/],
  [
    'neither yet',
    () => known(['bell@mail.example.com', false]),
    'broken',
    /^not verified yet: bell@mail\.example\.com$/,
  ],
  [
    'a domain above, which is not named',
    () => known(['example.com', true]),
    'broken',
    /^unknown to Amazon SES: bell@/,
  ],
  [
    'all, in the sandbox',
    () => Object.assign(ses.account, { isProduction: false }),
    'broken',
    /in the sandbox/,
  ],
  ['all, paused', () => Object.assign(ses.account, { isSending: false }), 'broken', /^sending is paused/],
])('verified is %s', async (_, spoil, kind, text) => {
  spoil();
  expect(await look()).toMatchObject({ kind, text: expect.stringMatching(text) });
});

test('a domain above is enough where it is named', async () => {
  known(['example.com', true]);
  expect(await look({ ...ADDRESS, identity: 'example.com' })).toMatchObject({ kind: 'ok' });
});

test('what cannot be looked at says nothing against it', async () => {
  expect(await look(ADDRESS, 'http://127.0.0.1:1')).toMatchObject({
    kind: 'unchecked',
    remedy: expect.any(String),
  });
  expect(await checkEmail(undefined, ADDRESS)).toMatchObject({ kind: 'unchecked' });
});
