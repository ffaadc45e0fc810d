import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClock } from '../../../local/kept-clock.ts';

const directory = mkdtempSync(join(tmpdir(), 'pagebell-clock-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('a clock goes on as far ahead as it was', () => {
  const file = join(directory, 'not', 'there', 'clock');
  const clock = openClock(file);
  expect(clock.offset).toBe(0);
  clock.advance(900_000);
  clock.advance(1);
  expect(openClock(file).offset).toBe(900_001);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each(['', 'soon', '-1', '1.5', '{}'])('what makes no sense is nothing: %j', (content) => {
  const file = join(directory, 'clock');
  writeFileSync(file, content);
  expect(openClock(file).offset).toBe(0);
});

test('without a file it is kept nowhere', () => {
  openClock(undefined).advance(1);
  expect(openClock(undefined).offset).toBe(0);
});
