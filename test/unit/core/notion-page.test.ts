import { assigneePropertyOf, parsePage, propertiesOfType } from '../../../lambdas/core/notion-page.ts';
import { parseUser } from '../../../lambdas/core/notion-user.ts';
import { PAGE, uuid } from './builders.ts';

const ANA = {
  object: 'user',
  id: uuid(21),
  type: 'person',
  name: 'Ana',
  person: { email: 'ana@example.com' },
};

const title = (...parts: string[]) => ({
  id: 'title',
  type: 'title',
  title: parts.map((content) => ({ type: 'text', text: { content, link: null }, plain_text: content })),
});
const peopleProperty = (id: string, ...people: unknown[]) => ({ id, type: 'people', people });

const row = {
  object: 'page',
  id: PAGE,
  url: 'https://www.notion.so/Launch-1',
  created_time: '2026-11-02T08:59:00.000Z',
  in_trash: false,
  parent: { type: 'data_source_id', data_source_id: uuid(3), database_id: uuid(2) },
  properties: { Name: title('Write ', 'the post'), Assignee: peopleProperty('%7BLUX', ANA) },
};

test('a row of a data source', () => {
  expect(parsePage(row)).toEqual({
    title: 'Write the post',
    url: 'https://www.notion.so/Launch-1',
    inTrash: false,
    createdAt: Date.UTC(2026, 10, 2, 8, 59),
    dataSourceId: uuid(3),
    properties: [
      {
        name: 'Assignee',
        id: '{LUX',
        type: 'people',
        people: [{ id: uuid(21), kind: 'person', name: 'Ana' }],
      },
    ],
  });
});

test('what else rules can ask for, and where there is none', () => {
  const range = { start: '2026-11-02T09:00:00', end: '2026-11-04T18:00:00', time_zone: 'Asia/Tokyo' };
  const properties = {
    Due: { id: 'mN%3Ax', type: 'date', date: { start: '2026-11-03', end: null, time_zone: null } },
    Trip: { id: 't', type: 'date', date: range },
    Never: { id: 'n', type: 'date', date: null },
    Status: { id: 'XGe%40', type: 'status', status: { id: '1', name: 'Blocked', color: 'red' } },
    Kind: { id: 'k', type: 'select', select: { id: '2', name: 'Bug', color: 'red' } },
    Nothing: { id: 'o', type: 'select', select: null },
    Stage: { id: 's', type: 'status', status: null },
    Tags: { id: 'u', type: 'multi_select', multi_select: [{ name: 'web' }, { name: 'copy' }] },
    Ready: { id: 'v', type: 'checkbox', checkbox: false },
    Link: { id: 'w', type: 'url', url: 'https://example.com' },
    'No link': { id: 'x', type: 'url', url: null },
    Points: { id: 'y', type: 'number', number: 0 },
    Unknown: { id: 'z', type: 'number', number: null },
    Notes: { id: 'q', type: 'rich_text', rich_text: [{ plain_text: 'Two ' }, { plain_text: 'words' }] },
    Blank: { id: 'r', type: 'rich_text', rich_text: [] },
    Odd: { id: 'p', type: 'date', date: 'tomorrow' },
    Sum: { id: 'f', type: 'formula', formula: { type: 'number', number: 1 } },
  };
  expect(parsePage({ ...row, properties }).properties).toEqual([
    { name: 'Due', id: 'mN:x', type: 'date', date: { start: '2026-11-03' } },
    {
      name: 'Trip',
      id: 't',
      type: 'date',
      date: { start: range.start, end: range.end, timeZone: 'Asia/Tokyo' },
    },
    { name: 'Never', id: 'n', type: 'date', date: null },
    { name: 'Status', id: 'XGe@', type: 'status', option: 'Blocked' },
    { name: 'Kind', id: 'k', type: 'select', option: 'Bug' },
    { name: 'Nothing', id: 'o', type: 'select', option: null },
    { name: 'Stage', id: 's', type: 'status', option: null },
    { name: 'Tags', id: 'u', type: 'multi_select', options: ['web', 'copy'] },
    { name: 'Ready', id: 'v', type: 'checkbox', isChecked: false },
    { name: 'Link', id: 'w', type: 'url', url: 'https://example.com' },
    { name: 'No link', id: 'x', type: 'url', url: null },
    { name: 'Points', id: 'y', type: 'number', number: 0 },
    { name: 'Unknown', id: 'z', type: 'number', number: null },
    { name: 'Notes', id: 'q', type: 'rich_text', text: 'Two words' },
    { name: 'Blank', id: 'r', type: 'rich_text', text: '' },
  ]);
});

test('a page with nothing but an id', () => {
  expect(parsePage({ id: PAGE })).toEqual({
    title: '',
    url: `https://www.notion.so/${PAGE.replaceAll('-', '')}`,
    inTrash: false,
    createdAt: undefined,
    dataSourceId: undefined,
    properties: [],
  });
});

test.each([undefined, null, 'page', [], {}, { id: 17 }])('%j is no page', (value) => {
  expect(() => parsePage(value)).toThrow();
});

test.each([
  { type: 'workspace', workspace: true },
  { type: 'page_id', page_id: uuid(4) },
  { type: 'database_id', database_id: uuid(2) },
])('a page in %j is outside of any data source', (parent) => {
  expect(parsePage({ ...row, parent }).dataSourceId).toBeUndefined();
});

describe('the trash', () => {
  test.each([
    [{ in_trash: true }, true],
    [{ in_trash: false, archived: true }, false],
    [{ in_trash: undefined, archived: true }, true],
    [{ in_trash: undefined, archived: false }, false],
    [{ in_trash: undefined }, false],
  ])('%j: %j', (more, inTrash) => {
    expect(parsePage({ ...row, ...more }).inTrash).toBe(inTrash);
  });
});

describe('the title', () => {
  test.each([
    ['is the property of that type, whatever its name', { Aufgabe: title('Hallo') }, 'Hallo'],
    [
      'is not a property that is only named so',
      { title: { id: 'a', type: 'rich_text' }, N: title('T') },
      'T',
    ],
    ['is not a property of which nothing is known', { A: {}, N: title('T') }, 'T'],
    ['is empty where nothing is written', { Name: title() }, ''],
    ['is empty where the page has none', {}, ''],
    ['is joined of all its parts', { Name: title('a', '', ' b') }, 'a b'],
    ['is found without a type', { Name: { title: [{ plain_text: 'T' }] } }, 'T'],
    ['is found without plain text', { Name: { type: 'title', title: [{ text: { content: 'T' } }] } }, 'T'],
  ])('%s', (_, properties, expected) => {
    expect(parsePage({ ...row, properties }).title).toBe(expected);
  });
});

test.each(['yesterday', '', undefined])('a creation time of %j is unknown', (created_time) => {
  expect(parsePage({ ...row, created_time }).createdAt).toBeUndefined();
});

test('properties of other kinds, even unheard-of ones, hinder nothing', () => {
  const others = {
    Estimate: { id: 's', type: 'formula', formula: { type: 'number', number: 3 } },
    'Created by': { id: 'c', type: 'created_by', created_by: ANA },
    Rollup: {
      id: 'r',
      type: 'rollup',
      rollup: { type: 'array', array: [{ type: 'people', people: [ANA] }] },
    },
    Broken: { id: 'b', type: 'people', people: [{ object: 'user' }] },
    Odd: 17,
    Nothing: null,
  };
  expect(parsePage({ ...row, properties: { ...others, ...row.properties } })).toEqual(parsePage(row));
});

describe('somebody in a people property', () => {
  test.each([
    ['a person', ANA, { id: uuid(21), kind: 'person', name: 'Ana' }],
    ['a partial user', { object: 'user', id: uuid(21) }, { id: uuid(21), kind: 'unknown' }],
    ['a user without a type', { object: 'user', id: uuid(21), name: 'Ana' }, { kind: 'person', name: 'Ana' }],
    ['a person without a name', { ...ANA, name: null }, { id: uuid(21), kind: 'person' }],
    ['a person with an empty name', { ...ANA, name: '' }, { id: uuid(21), kind: 'person' }],
    ['a bot', { ...ANA, type: 'bot', bot: {} }, { kind: 'bot', name: 'Ana' }],
    ['an agent', { ...ANA, type: 'agent' }, { kind: 'bot' }],
    ['a group', { object: 'group', id: uuid(30), name: 'Design' }, { kind: 'group', name: 'Design' }],
    [
      'a group without a name',
      { object: 'group', id: uuid(30), name: null },
      { id: uuid(30), kind: 'group' },
    ],
    ['a bare id', { id: uuid(21).replaceAll('-', '').toUpperCase() }, { id: uuid(21), kind: 'unknown' }],
  ])('%s', (_, user, expected) => {
    const page = parsePage({ ...row, properties: { A: peopleProperty('a', user) } });
    const [property] = propertiesOfType(page, 'people');
    expect(property).toMatchObject({ name: 'A', id: 'a', people: [expect.objectContaining(expected)] });
    expect(parseUser(user)).toMatchObject(expected);
  });

  test('has no name at all rather than an empty one', () => {
    expect(parseUser({ id: uuid(21), name: '' })).not.toHaveProperty('name');
  });

  test.each([null, {}, { id: 17 }, 'ana'])('%j is no user', (value) => {
    expect(() => parseUser(value)).toThrow();
  });
});

describe('the assignee property', () => {
  const page = (...names: string[]) =>
    parsePage({
      ...row,
      properties: Object.fromEntries(names.map((name) => [name, peopleProperty(name.toLowerCase())])),
    });

  test.each([
    [['Assignee'], 'assignee'],
    [['Owner', 'Assignee'], 'assignee'],
    [['Owner'], 'owner'],
    [['Owner', 'Reviewer'], undefined],
    [['assignee', 'Owner'], undefined],
    [[], undefined],
  ])('of %j, asked for by the name Assignee, is %j', (names, id) => {
    expect(assigneePropertyOf(page(...names), 'Assignee')?.id).toBe(id);
  });
});
