import type { EmailConfig } from '../../../lambdas/core/config.ts';
import type { TemplateConfig } from '../../../lambdas/core/config-messages.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';

const FROM = 'Pagebell <bell@mail.example.com>';
const withEmail = (email: EmailConfig, assigned: TemplateConfig = {}) => ({
  workspaces: [{ key: 'main', email, messages: { assigned } }],
});

test('no e-mail is sent unless a sender is named', () => {
  expect(resolveConfig({}).workspaces[0]?.email).toBeUndefined();
});

test.each([
  { from: FROM },
  { from: 'bell@example.com', replyTo: 'team@example.com' },
  { from: FROM, identity: 'example.com' },
  { from: FROM, identity: 'bell@mail.example.com' },
])('%j is taken as it is, and can be resolved again', (email) => {
  const settings = resolveConfig(withEmail(email));
  expect(settings.workspaces[0]?.email).toEqual(email);
  expect(resolveConfig(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
});

test.each<[EmailConfig, TemplateConfig, RegExp]>([
  [{ from: 'Pagebell' }, {}, /\.email\.from: expected an address such as bell@example\.com/],
  [{ from: FROM, replyTo: 'me' }, {}, /\.email\.replyTo: expected an e-mail address/],
  [
    { from: FROM, identity: 'other.com' },
    {},
    /\.email\.identity: expected bell@mail\.example\.com, its domain, or a domain above/,
  ],
  [{ from: FROM }, { email: '{people}: {title}' }, /\.messages\.assigned\.email: expected \{url\} in it/],
  [
    { from: FROM },
    { subject: '{people}' },
    /\.messages\.assigned\.subject: expected no placeholders but \{title\}, not \{people\}/,
  ],
])('%j with %j is refused', (email, templates, fault) => {
  expect(() => resolveConfig(withEmail(email, templates))).toThrow(fault);
});
