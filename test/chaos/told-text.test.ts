import { PEOPLE, pageIdOf } from './cast.ts';
import { MESSAGES, pageIn, toldIn } from './told-text.ts';

const [ana, ben, , , eve] = PEOPLE;
const URL = `https://www.notion.so/${pageIdOf(1).replaceAll('-', '')}`;

/** What Pagebell makes of a template. */
const written = (template: string, people: string) =>
  template.replace('{people}', people).replace('{url}', URL).replace('{pagebell}', 'Pagebell');

test.each([
  ['by name', MESSAGES.assigned.slack, 'Ana, Ben', 'assigned', [ana, ben]],
  ['by a mention of Slack', MESSAGES.assigned.slack, `<@${ben?.slackId}>, Ana`, 'assigned', [ben, ana]],
  ['by a mention of Notion', MESSAGES.unassigned.comment, `@${eve?.id}`, 'unassigned', [eve]],
  ['without a name', MESSAGES.unassigned.email, 'A team member', 'unassigned', [eve]],
])('a message tells of people %s', (_, template, people, rule, expected) => {
  const told = toldIn(written(template, people));
  expect(told).toEqual({ rule, people: expected.map((person) => person?.id) });
});

test('a message leads to its page', () => {
  expect(pageIn(written(MESSAGES.assigned.slack, 'Ana'))).toBe(pageIdOf(1));
  expect(pageIn('Ana now have nothing')).toBe('');
});
