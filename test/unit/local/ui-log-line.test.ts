import { readLogLine } from '../../../local/ui/log-line.ts';
import { line } from './ui-support.ts';

const AT = Date.parse('2026-11-22T10:00:00.123Z');

test('a line of Powertools is read with its time, function and own fields', () => {
  const source = line(7, 'Outcome', { eventId: 'e1', cold_start: true, xray_trace_id: '1-2' }, { at: AT });
  expect(readLogLine(source)).toEqual({
    sequence: 7,
    at: AT,
    function: 'consumer',
    level: 'info',
    message: 'Outcome',
    fields: { eventId: 'e1' },
  });
});

test.each([
  ['DEBUG', 'debug'],
  ['WARN', 'warn'],
  ['ERROR', 'error'],
  ['CRITICAL', 'error'],
])('the level %s is shown as %s', (level, shown) => {
  expect(readLogLine(line(1, 'Trouble', {}, { level }))?.level).toBe(shown);
});

test('metrics are left out', () => {
  const metrics = { _aws: { Timestamp: AT, CloudWatchMetrics: [] }, EventQueued: 1 };
  const source = { sequence: 1, at: AT, functionName: 'f', line: JSON.stringify(metrics) };
  expect(readLogLine(source)).toBeUndefined();
});

test.each(['Error: out of memory', '{"half":', '"a text"', 'null', '{"level":"INFO"}'])(
  'what Powertools did not write stays as it is: %s',
  (text) => {
    const source = { sequence: 1, at: AT, functionName: 'Pagebell-Timer', line: text };
    expect(readLogLine(source)).toMatchObject({ at: AT, function: 'Pagebell-Timer', message: text });
  },
);
