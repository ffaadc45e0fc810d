import {
  consumerEnvironment,
  dashboardEnvironment,
  ingressEnvironment,
  timerEnvironment,
} from '../../../lambdas/core/environment.ts';

const complete = {
  TABLE_NAME: 'items',
  QUEUE_URL: 'https://sqs.example/events.fifo',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.example/dead-letters.fifo',
  PARAMETER_PREFIX: '/pagebell/prod',
  DASHBOARD_URL: 'https://pagebell.example/dashboard',
};

const readers = [
  { name: 'ingress', read: ingressEnvironment, needs: ['TABLE_NAME', 'QUEUE_URL', 'PARAMETER_PREFIX'] },
  { name: 'consumer', read: consumerEnvironment, needs: Object.keys(complete) },
  {
    name: 'dashboard',
    read: dashboardEnvironment,
    needs: ['TABLE_NAME', 'QUEUE_URL', 'DEAD_LETTER_QUEUE_URL', 'PARAMETER_PREFIX'],
  },
  { name: 'timer', read: timerEnvironment, needs: ['TABLE_NAME', 'QUEUE_URL'] },
];

describe.each(readers)('the environment of $name', ({ read, needs }) => {
  test('holds what it needs and nothing else', () => {
    const expected = Object.entries(complete).filter(([name]) => needs.includes(name));
    expect(read({ ...complete, HOME: '/root' })).toEqual(Object.fromEntries(expected));
  });

  test.each(needs)('without %s, or with an empty one, is refused by name', (name) => {
    const message = `Missing in the function's environment: ${name}`;
    expect(() => read({ ...complete, [name]: undefined })).toThrow(new Error(message));
    expect(() => read({ ...complete, [name]: '' })).toThrow(new Error(message));
  });

  test('names all that is missing at once', () => {
    expect(() => read({})).toThrow(new Error(`Missing in the function's environment: ${needs.join(', ')}`));
  });
});

test.each([
  ['http://127.0.0.1:4000', 'http://127.0.0.1:4000'],
  ['', undefined],
  [undefined, undefined],
])('a Notion at %j is %j', (NOTION_BASE_URL, expected) => {
  expect(consumerEnvironment({ ...complete, NOTION_BASE_URL }).NOTION_BASE_URL).toBe(expected);
});

test.each([
  ['loopback', 'loopback'],
  ['yes', undefined],
  ['', undefined],
  [undefined, undefined],
])('a dashboard that is open to %j is open to %j', (DASHBOARD_OPEN, expected) => {
  expect(dashboardEnvironment({ ...complete, DASHBOARD_OPEN }).DASHBOARD_OPEN).toBe(expected);
});
