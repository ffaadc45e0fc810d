import type { WebhookPayload } from '../../../local/notion/webhook-payload.ts';
import type { Delivery } from '../../../local/notion/webhooks.ts';
import { type Directory, NO_NAMES } from '../../../local/ui/directory.ts';
import type { SourceLine } from '../../../local/ui/source.ts';
import { waysOf } from '../../../local/ui/ways.ts';
import { line, stepsOf, tracesOf } from './ui-support.ts';

const SENT = Date.parse('2026-11-22T10:00:00.000Z');

const directory: Directory = {
  page: (id) => ({ p1: 'Invoices' })[id],
  member: (id) => ({ ana: 'Ana', ben: 'Ben' })[id],
  property: (_, id) => ({ '%7BLUX': 'Assignee', due: 'Due' })[id],
};

const edited: WebhookPayload = {
  id: 'e1',
  timestamp: new Date(SENT).toISOString(),
  workspace_id: 'w',
  workspace_name: 'W',
  subscription_id: 's',
  integration_id: 'i',
  api_version: '2026-03-11',
  attempt_number: 1,
  authors: [{ id: 'ana', type: 'person' }],
  type: 'page.properties_updated',
  entity: { id: 'p1', type: 'page' },
  data: { parent: { id: 'd', type: 'database' }, updated_properties: ['%7BLUX'] },
};
const commented: WebhookPayload = {
  ...edited,
  type: 'comment.created',
  entity: { id: 'c1', type: 'comment' },
  data: { page_id: 'p1', parent: { id: 'p1', type: 'page' } },
};

const taken: Delivery = { payload: edited, attempts: [{ at: SENT + 9, status: 200 }] };
const queued = line(1, 'Queued an event', { eventId: 'e1', entityId: 'p1', type: edited.type });
const outcome = { job: 'event', workspace: 'main', messageId: 'm1', eventId: 'e1', entityId: 'p1' };

function ways(deliveries: Delivery[], lines: SourceLine[], names = directory) {
  return waysOf(deliveries, tracesOf(lines), names);
}

function wayOf(deliveries: Delivery[], lines: SourceLine[]) {
  const [way, ...others] = ways(deliveries, lines);
  expect(others).toEqual([]);
  if (!way) throw new Error('there is no way');
  return way;
}

describe('what is shown of a webhook', () => {
  test('who did what, where and when, and each step’s time', () => {
    const lines = [
      line(1, 'Queued an event', { eventId: 'e1', entityId: 'p1' }, { at: SENT + 7 }),
      line(
        2,
        'Notice',
        { noticeId: 'n', pageId: 'p1', channel: 'comment', outcome: 'delivered' },
        { at: SENT + 80 },
      ),
      line(
        3,
        'Outcome',
        { ...outcome, outcome: 'done', reason: '1 delivered', durationMs: 70 },
        { at: SENT + 90 },
      ),
    ];
    expect(wayOf([taken], lines)).toEqual({
      id: 'e1',
      at: SENT,
      what: 'Assignee edited by Ana',
      type: 'page.properties_updated',
      pageId: 'p1',
      page: 'Invoices',
      steps: [
        { name: 'queued', state: 'done', at: SENT + 7 },
        { name: 'answered', state: 'done', at: SENT + 9, status: 200 },
        { name: 'consumed', state: 'done', at: SENT + 20 },
        { name: 'comment', state: 'done', at: SENT + 80 },
        { name: 'slack', state: 'none' },
      ],
      outcome: 'done',
      reason: '1 delivered',
      durationMs: 70,
    });
  });

  test.each([
    [
      { ...edited, authors: [...edited.authors, { id: 'ben', type: 'person' as const }] },
      'Assignee edited by Ana, Ben',
    ],
    [{ ...edited, data: { ...edited.data, updated_properties: ['due', 'x'] } }, 'Due, x edited by Ana'],
    [{ ...edited, authors: [{ id: 'gone', type: 'person' as const }] }, 'Assignee edited by somebody'],
    [{ ...commented, authors: [{ id: 'ben', type: 'bot' as const }] }, 'Comment by Ben'],
  ])('in words (%#)', (payload, what) => {
    expect(wayOf([{ payload, attempts: [] }], [queued])).toMatchObject({
      what,
      pageId: 'p1',
      page: 'Invoices',
    });
  });
});

describe('how far it came', () => {
  const waiting = 'consumed waiting, comment waiting, slack waiting';
  const ignored = line(1, 'Ignored an event', { eventId: 'e1', entityId: 'p1', reason: 'type not watched' });
  const refused = { at: SENT + 3, status: 401 };

  test.each([
    [
      'sent',
      { payload: edited, attempts: [], nextAt: SENT },
      [],
      `queued waiting, answered waiting, ${waiting}`,
      { outcome: 'open' },
    ],
    [
      'queued',
      { payload: edited, attempts: [] },
      [queued],
      `queued done, answered waiting, ${waiting}`,
      { outcome: 'open' },
    ],
    ['answered', taken, [queued], `queued done, answered done, ${waiting}`, { outcome: 'open' }],
    [
      'ignored',
      taken,
      [ignored],
      'queued none, answered done, consumed none, comment none, slack none',
      { outcome: 'ignored', reason: 'type not watched' },
    ],
    [
      'refused',
      { payload: edited, attempts: [refused], nextAt: SENT + 16_000 },
      [],
      `queued waiting, answered failed, ${waiting}`,
      { outcome: 'refused', reason: 'Notion tries again', retryAt: SENT + 16_000 },
    ],
    [
      'given up',
      { payload: edited, attempts: [refused] },
      [],
      `queued waiting, answered failed, ${waiting}`,
      { outcome: 'refused', reason: 'given up' },
    ],
  ] as const)('%s', (_, delivery, lines, steps, end) => {
    const way = wayOf([delivery], [...lines]);
    expect(stepsOf(way)).toBe(steps);
    expect(way).toMatchObject(end);
  });

  test('an answer that was none, and how often it was tried', () => {
    const attempts = [refused, { at: SENT + 9, error: 'connect ECONNREFUSED' }];
    const { steps } = wayOf([{ payload: edited, attempts, nextAt: SENT + 99 }], []);
    expect(steps[1]).toEqual({
      name: 'answered',
      state: 'failed',
      at: SENT + 9,
      note: 'connect ECONNREFUSED, try 2',
    });
  });
});

test('what an earlier run took, and nothing is logged of, is not shown', () => {
  expect(ways([taken], [])).toEqual([]);
});

test('the newest comes first, and no more than forty', () => {
  const lines = Array.from({ length: 50 }, (_, index) =>
    line(index, 'Queued an event', { eventId: `e${index}`, entityId: 'p1' }),
  );
  const shown = ways([], lines);
  expect(shown).toHaveLength(40);
  expect(shown.map(({ id }) => id).slice(0, 2)).toEqual(['e49', 'e48']);
});

test('without names, and without a simulated Notion, the log alone tells', () => {
  const [way] = ways(
    [],
    [queued, line(2, 'Outcome', { ...outcome, outcome: 'skipped', reason: 'already seen' })],
    NO_NAMES,
  );
  expect(way).toMatchObject({ at: 1, what: 'Properties edited', pageId: 'p1', outcome: 'skipped' });
  expect(way?.page).toBeUndefined();
  expect(stepsOf({ steps: way?.steps ?? [] })).toBe('queued done, consumed done, comment none, slack none');
});

test('an event without an id is joined by its page', () => {
  const { eventId: _, ...nameless } = outcome;
  const lines = [
    line(1, 'Queued an event', { entityId: 'p1', type: 'page.updated' }),
    line(2, 'Outcome', { ...nameless, outcome: 'done' }),
  ];
  expect(ways([], lines)).toEqual([
    expect.objectContaining({ id: 'p1', what: 'page.updated', outcome: 'done' }),
  ]);
});

test('lines of another shape or another kind are passed over', () => {
  const lines = [
    line(1, 'Notice', { noticeId: 'n', pageId: 'p1' }),
    line(2, 'Outcome', { ...outcome, outcome: 'unheard of' }),
    line(3, 'Sent what is due', { workspace: 'main', sent: 1 }),
    line(4, 'Outcome', { ...outcome, job: 'due', entityId: 'workspace#main' }),
    line(5, 'Outcome', { ...outcome, job: 'due', entityId: 'data-source#main#d1' }),
  ];
  expect(ways([], lines)).toEqual([]);
});

describe('what the fault switches did to a webhook', () => {
  test('it was lost: nobody else knows of it', () => {
    const way = wayOf([{ payload: edited, attempts: [], fate: 'lost' }], []);
    expect(way).toMatchObject({
      what: 'Assignee edited by Ana',
      outcome: 'lost',
      reason: 'the webhook was dropped on its way',
      steps: [],
    });
  });

  test('it was forged, and turned away', () => {
    const attempts = [{ at: SENT + 3, status: 401 }];
    const way = wayOf([{ payload: edited, attempts, fate: 'forged' }], []);
    expect(way).toMatchObject({
      what: 'Forged: “Assignee edited by Ana”',
      outcome: 'rejected',
      reason: 'not signed by Notion',
    });
    expect(stepsOf(way)).toBe('answered failed, queued none, consumed none, comment none, slack none');
  });

  test('it was delivered twice: that is no second try', () => {
    const attempts = [SENT + 9, SENT + 12].map((at) => ({ at, status: 200 }));
    const answered = wayOf([{ payload: edited, attempts }], [queued]).steps.find(
      ({ name }) => name === 'answered',
    );
    expect(answered).toMatchObject({ state: 'done', note: 'delivered 2 times' });
  });
});

test('an event that an earlier run queued was queued, though nothing tells when', () => {
  const way = wayOf([taken], [line(1, 'Outcome', { ...outcome, outcome: 'done' })]);
  expect(stepsOf(way)).toMatch(/^queued done, answered done, consumed done/);
});

test('an e-mail has a step of its own, where there is one', () => {
  const told = (channel: string, settled: string) =>
    line(2, 'Notice', { noticeId: `n-${channel}`, pageId: 'p1', channel, outcome: settled });
  const end = line(3, 'Outcome', { ...outcome, outcome: 'done' });
  const without = wayOf([taken], [queued, told('comment', 'delivered'), end]);
  expect(stepsOf(without)).not.toMatch(/email/);
  const way = wayOf([taken], [queued, told('email', 'dropped'), end]);
  expect(stepsOf(way)).toMatch(/, email none$/);
});
