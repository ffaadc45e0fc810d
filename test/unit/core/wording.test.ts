import type { WorkspaceConfig } from '../../../lambdas/core/config.ts';
import { resolveConfig } from '../../../lambdas/core/config-schema/resolve-config.ts';
import { DEFAULT_MESSAGES } from '../../../lambdas/core/default-messages.ts';
import { wordingOf } from '../../../lambdas/core/wording.ts';
import { person } from './builders.ts';

const TASKS = 'd5000000-0000-4000-8000-000000000001';
const OTHERS = 'd5000000-0000-4000-8000-000000000002';
const GERMANS = [1, 2].map((number) => ({
  id: `a0a00000-0000-4000-8000-00000000000${number}`,
  kind: 'person' as const,
}));
const [ANA] = GERMANS;
const FRENCH = { id: 'a0a00000-0000-4000-8000-000000000003', kind: 'person' as const };
const NOBODY_KNOWS = person(9);

function workspaceWith(config: Partial<WorkspaceConfig> = {}) {
  const [workspace] = resolveConfig({
    workspaces: [
      {
        key: 'main',
        messages: { assigned: { slack: 'team: {people}', subject: 'team: {title}' }, mute: 'team' },
        dataSources: [
          { id: TASKS, messages: { assigned: { slack: 'tasks: {people}', email: 'tasks: {url}' } } },
          { id: OTHERS },
        ],
        languages: {
          de: { assigned: { slack: 'de: {people}' }, words: { untitled: 'Ohne Titel' } },
          fr: { mute: 'fr' },
        },
        people: [
          ...GERMANS.map(({ id }) => ({ notion: id, language: 'de' })),
          { notion: FRENCH.id, language: 'fr' },
        ],
        ...config,
      },
    ],
  }).workspaces;
  if (!workspace) throw new Error('it was just configured');
  return workspace;
}

test('a workspace that says nothing says what is said by default', () => {
  const [workspace] = resolveConfig({}).workspaces;
  expect(workspace && wordingOf(workspace, TASKS, [person(1)])).toEqual(DEFAULT_MESSAGES);
});

test.each<[string, string | undefined, readonly (typeof NOBODY_KNOWS)[], string]>([
  ['to somebody without a language', OTHERS, [NOBODY_KNOWS], 'team'],
  ['of a page outside of any data source', undefined, [NOBODY_KNOWS], 'team'],
  ['of a data source with words of its own', TASKS, [NOBODY_KNOWS], 'tasks'],
  ['to a German', OTHERS, GERMANS.slice(0, 1), 'de'],
  ['to a German, of a data source with words of its own', TASKS, GERMANS.slice(0, 1), 'de'],
  ['to Germans', TASKS, GERMANS, 'de'],
  ['to a German and somebody without a language', OTHERS, [...GERMANS, NOBODY_KNOWS], 'team'],
  ['to a German and a Frenchwoman', TASKS, [...GERMANS, FRENCH], 'tasks'],
  ['to a Frenchwoman, whose language has no such template', TASKS, [FRENCH], 'tasks'],
  ['to nobody in particular', TASKS, [], 'tasks'],
])('what is said %s', (_, dataSourceId, people, begins) => {
  expect(wordingOf(workspaceWith(), dataSourceId, people).assigned.slack).toBe(`${begins}: {people}`);
});

test('each template goes its own way to the first that has it', () => {
  const { assigned, unassigned, mute, words } = wordingOf(workspaceWith(), TASKS, ANA ? [ANA] : []);
  expect(assigned).toEqual({
    comment: DEFAULT_MESSAGES.assigned.comment,
    slack: 'de: {people}',
    subject: 'team: {title}',
    email: 'tasks: {url}',
  });
  expect(unassigned).toEqual(DEFAULT_MESSAGES.unassigned);
  expect(mute).toBe('team');
  expect(words).toEqual({ ...DEFAULT_MESSAGES.words, untitled: 'Ohne Titel' });
  expect(wordingOf(workspaceWith(), TASKS, [FRENCH]).mute).toBe('fr');
});

test('what was resolved, with words of many, resolves to itself', () => {
  const resolved = resolveConfig({ workspaces: [workspaceWith()] });
  expect(resolved.workspaces).toEqual([workspaceWith()]);
});

test.each<[Record<string, unknown>, string]>([
  [
    { languages: { de: { assigned: { comment: '{people}' } } } },
    'languages.de.assigned.comment: expected {pagebell} in it',
  ],
  [
    { languages: { de: { escalation: { toChannel: '{url}' } } } },
    'languages.de.escalation.toChannel: there is no such key; `toChannel` and `toAddress` are keys of `messages` only',
  ],
  [
    { languages: { de: { escalation: { toAddress: '{url}' } } } },
    'languages.de.escalation.toAddress: there is no such key; `toChannel` and `toAddress` are keys of `messages` only',
  ],
  [
    { languages: { de: { words: { dueInDays: 'bald' } } } },
    'languages.de.words.dueInDays: expected {days} in it',
  ],
  [
    { languages: { de: { words: { dueToday: 'am {date}' } } } },
    'languages.de.words.dueToday: expected no placeholders, not {date}',
  ],
  [
    { languages: { de: { words: { andMore: 'etc.' } } } },
    'languages.de.words.andMore: expected {count} in it',
  ],
  [
    { languages: { de: { assigend: {} } } },
    'languages.de.assigend: there is no such key; did you mean assigned?',
  ],
  [
    { languages: { 'not a language': {} } },
    'languages.not a language: expected a language such as de or pt-BR',
  ],
  [
    { people: [{ notion: FRENCH.id, language: 'it' }] },
    'people[0].language: expected one of `languages`, "de" or "fr"',
  ],
  [
    { languages: {}, people: [{ notion: FRENCH.id, language: 'it' }] },
    'people[0].language: expected one of `languages`, of which there are none',
  ],
  [{ people: [{ notion: FRENCH.id }] }, 'people[0]: expected slack, email or language'],
  [
    { dataSources: [{ id: TASKS, messages: { reminder: { email: '{when}' } } }] },
    'dataSources[0].messages.reminder.email: expected {url} in it',
  ],
])('%j is refused', (config, fault) => {
  expect(() => workspaceWith(config)).toThrow(`pagebell.config.ts: workspaces[0].${fault}`);
});
