import * as fc from 'fast-check';
import { encodeJob } from '../../../lambdas/core/envelope.ts';
import { parseWebhookEvent } from '../../../lambdas/core/webhook-event.ts';
import { anyText } from './arbitraries.ts';
import { assertProperty } from './assert-property.ts';
import { PAGE, uuid } from './builders.ts';

const WATCHED = [
  'page.created',
  'page.properties_updated',
  'page.moved',
  'page.undeleted',
  'page.deleted',
  'page.updated',
  'database.row_added',
] as const;

const complete = {
  id: uuid(7),
  timestamp: '2026-11-02T09:00:00.123Z',
  workspace_id: uuid(8),
  authors: [{ id: uuid(9), type: 'person' }],
  attempt_number: 3,
  type: 'page.properties_updated',
  entity: { id: PAGE, type: 'page' },
  data: {
    parent: { id: uuid(2), type: 'database', data_source_id: uuid(3) },
    updated_properties: ['%7BLUX', 'title'],
  },
};

function parse(payload: unknown) {
  return parseWebhookEvent(JSON.stringify(payload));
}

/** What is understood of a payload; fails the test if it is not watched. */
function eventOf(payload: unknown) {
  const parsed = parse(payload);
  if (parsed.kind !== 'watched') throw new Error(`expected a watched event, got ${JSON.stringify(parsed)}`);
  return parsed.event;
}

test('everything of a complete event is understood', () => {
  expect(parse(complete)).toEqual({
    kind: 'watched',
    event: {
      pageId: PAGE,
      type: 'page.properties_updated',
      eventId: uuid(7),
      eventTime: Date.UTC(2026, 10, 2, 9, 0, 0, 123),
      propertyIds: ['{LUX', 'title'],
      authors: [uuid(9)],
      dataSourceId: uuid(3),
    },
    about: {
      eventId: uuid(7),
      entityId: PAGE,
      type: 'page.properties_updated',
      timestamp: '2026-11-02T09:00:00.123Z',
      attempt: 3,
    },
  });
});

test('ids are brought into their canonical form', () => {
  const bare = (id: string) => id.replaceAll('-', '').toUpperCase();
  const event = eventOf({
    ...complete,
    entity: { id: bare(PAGE) },
    authors: [{ id: bare(uuid(9)) }],
    data: { parent: { data_source_id: bare(uuid(3)) } },
  });
  expect(event).toMatchObject({ pageId: PAGE, authors: [uuid(9)], dataSourceId: uuid(3) });
});

describe('what may be missing, or of a wrong type, costs only itself', () => {
  const { data } = complete;

  test.each(WATCHED)('%s needs no more than type and entity.id', (type) => {
    expect(eventOf({ type, entity: { id: PAGE } })).toEqual({ type, pageId: PAGE });
  });

  test.each([
    ['id', { id: 17 }, 'eventId'],
    ['id', { id: '' }, 'eventId'],
    ['timestamp', { timestamp: 'yesterday' }, 'eventTime'],
    ['timestamp', { timestamp: 1_762_000_000 }, 'eventTime'],
    ['authors', { authors: 'Ana' }, 'authors'],
    ['authors', { authors: [{ id: uuid(9) }, { id: null }] }, 'authors'],
    ['authors', { authors: [{ id: uuid(9) }, { id: 'no id' }] }, 'authors'],
    ['data', { data: null }, 'propertyIds'],
    ['updated_properties', { data: { ...data, updated_properties: {} } }, 'propertyIds'],
    ['updated_properties', { data: { ...data, updated_properties: ['title', 17] } }, 'propertyIds'],
    ['parent', { data: { ...data, parent: 'none' } }, 'dataSourceId'],
    ['data_source_id', { data: { ...data, parent: { data_source_id: 17 } } }, 'dataSourceId'],
  ] as const)('%s: %j', (_, wrong, field) => {
    const expected = eventOf(complete);
    const event = eventOf({ ...complete, ...wrong });
    expect(event[field]).toBeUndefined();
    expect({ pageId: event.pageId, type: event.type }).toEqual({ pageId: PAGE, type: expected.type });
  });

  test('a wrong list of properties does not cost the data source', () => {
    expect(eventOf({ ...complete, data: { ...data, updated_properties: 'title' } }).dataSourceId).toBe(
      uuid(3),
    );
  });

  test('the rest of the envelope is of no account', () => {
    const strange = { ...complete, workspace_id: undefined, attempt_number: 'third', api_version: 17 };
    expect(eventOf(strange)).toEqual(eventOf(complete));
  });
});

test.each([
  'page.content_updated',
  'page.locked',
  'comment.created',
  'data_source.schema_updated',
  'view.created',
  'file_upload.completed',
  'page.created.v2',
  'PAGE.CREATED',
])('%s is not watched', (type) => {
  expect(parse({ ...complete, type })).toMatchObject({
    kind: 'ignored',
    reason: 'type not watched',
    about: { eventId: uuid(7), entityId: PAGE, type },
  });
});

test.each([undefined, null, {}, { id: null }, { id: '' }, { id: '../x' }, 'page'])(
  'a watched type whose entity is %j has no page',
  (entity) => {
    expect(parse({ ...complete, entity })).toMatchObject({
      kind: 'ignored',
      reason: '`entity.id` is missing',
      about: { eventId: uuid(7), type: complete.type },
    });
  },
);

test.each(['', '{', 'null', 'true', '17', '"text"', '[]', '[{"type":"page.created"}]', '\u0000'])(
  '%j is not a JSON object',
  (body) => {
    expect(parseWebhookEvent(body)).toEqual({ kind: 'malformed', error: 'the body is not a JSON object' });
  },
);

test.each([{}, { type: '' }, { type: 17 }, { type: null }, { entity: { id: PAGE } }])(
  '%j has no type',
  (payload) => {
    expect(parse(payload)).toEqual({ kind: 'malformed', error: '`type` is missing' });
  },
);

test('what is said of an event in a log is short, however long the event makes it', () => {
  const long = 'x'.repeat(10_000);
  const parsed = parse({ ...complete, id: long, type: long, timestamp: long, entity: { id: long } });
  expect(JSON.stringify(parsed).length).toBeLessThan(500);
});

describe('whatever comes', () => {
  test('no text makes it throw', () => {
    assertProperty(
      fc.property(fc.oneof(anyText(), fc.json()), (body) => {
        expect(['watched', 'ignored', 'malformed']).toContain(parseWebhookEvent(body).kind);
      }),
    );
  });

  test('a watched type with a page is never refused, and always fits the queue', () => {
    const anything = fc.jsonValue({ maxDepth: 3 });
    const shaped = fc.record({
      parent: fc.oneof(anything, fc.record({ data_source_id: fc.oneof(anything, fc.uuid()) })),
      updated_properties: fc.oneof(anything, fc.array(fc.string())),
    });
    const surroundings = fc.record(
      {
        id: fc.oneof(anything, fc.string()),
        timestamp: fc.oneof(
          anything,
          fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        ),
        authors: fc.oneof(anything, fc.array(fc.record({ id: fc.uuid() }))),
        attempt_number: anything,
        data: fc.oneof(anything, shaped),
      },
      { requiredKeys: [] },
    );
    assertProperty(
      fc.property(fc.constantFrom(...WATCHED), fc.uuid(), surroundings, (type, id, around) => {
        const event = eventOf({ ...around, type, entity: { id } });
        expect(event).toMatchObject({ type, pageId: id });
        expect(() => encodeJob({ kind: 'event', workspace: 'main', receivedAt: 0, ...event })).not.toThrow();
      }),
    );
  });
});
