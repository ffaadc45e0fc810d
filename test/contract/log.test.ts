import { powertoolsLog } from '../../lambdas/adapters/log.ts';

const environment = { ...process.env };
let written: string[];

beforeEach(() => {
  written = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  process.env['POWERTOOLS_SERVICE_NAME'] = 'consumer';
  process.env['POWERTOOLS_METRICS_NAMESPACE'] = 'Pagebell';
});

afterEach(() => {
  jest.restoreAllMocks();
  process.env = { ...environment };
});

/** What CloudWatch would read as metrics. */
function metrics(): unknown[] {
  return written.flatMap((line) => (line.includes('"_aws"') ? [JSON.parse(line)] : []));
}

/** The namespace, dimensions and units that a line declares, as CloudWatch's embedded metric format has it. */
const declared = (dimensions: string[], ...names: [name: string, unit: string][]) => ({
  Timestamp: expect.any(Number),
  CloudWatchMetrics: [
    {
      Namespace: 'Pagebell',
      Dimensions: [dimensions],
      Metrics: names.map(([Name, Unit]) => ({ Name, Unit })),
    },
  ],
});

test('counts and times are written together, under the namespace and the service that alarms look for', () => {
  const log = powertoolsLog();
  log.count('OutcomeDone', 2);
  log.measure('NoticeLatency', 812);
  expect(metrics()).toEqual([]);
  log.flush();
  expect(metrics()).toEqual([
    {
      _aws: declared(['service'], ['OutcomeDone', 'Count'], ['NoticeLatency', 'Milliseconds']),
      service: 'consumer',
      OutcomeDone: 2,
      NoticeLatency: 812,
    },
  ]);
});

test('a count of a workspace has a dimension of its own, which no other count has', () => {
  const log = powertoolsLog();
  log.count('EventQueued');
  log.countFor('design', 'EventReceived');
  log.flush();
  expect(metrics()).toEqual([
    {
      _aws: declared(['service', 'workspace'], ['EventReceived', 'Count']),
      service: 'consumer',
      workspace: 'design',
      EventReceived: 1,
    },
    { _aws: declared(['service'], ['EventQueued', 'Count']), service: 'consumer', EventQueued: 1 },
  ]);
});

test('nothing is written where nothing was counted', () => {
  powertoolsLog().flush();
  expect(written).toEqual([]);
});
