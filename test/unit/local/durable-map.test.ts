import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DurableMap } from '../../../local/durable-map.ts';

const folder = mkdtempSync(join(tmpdir(), 'pagebell-journal-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newFile = () => {
  files += 1;
  return join(folder, 'below', `${files}.jsonl`);
};
const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').slice(0, -1);
const contentOf = (file: string) => {
  const map = DurableMap.open(file);
  const content = [...map.entries()];
  map.close();
  return content;
};

describe('DurableMap', () => {
  test.each([
    ['in a file', newFile],
    ['in memory', () => undefined],
  ])('is a map %s', (_case, where) => {
    const map = DurableMap.open<number>(where());
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    expect(map.delete('b')).toBe(true);
    expect(map.delete('b')).toBe(false);
    map.set('c', 0);
    expect(map.get('a')).toBe(3);
    expect(map.get('b')).toBeUndefined();
    expect(map.size).toBe(2);
    expect([...map.values()]).toEqual([3, 0]);
    expect([...map.entries()]).toEqual([
      ['a', 3],
      ['c', 0],
    ]);
  });

  test('has its entries again, in their order, without having been closed', () => {
    const file = newFile();
    const map = DurableMap.open<object | null>(file);
    for (const key of ['b', 'a', 'gone', 'null']) map.set(key, key === 'null' ? null : { key });
    map.set('b', { key: 'new' });
    map.delete('gone');
    expect(contentOf(file)).toEqual([
      ['b', { key: 'new' }],
      ['a', { key: 'a' }],
      ['null', null],
    ]);
  });

  test('compacts its journal when it is opened', () => {
    const file = newFile();
    const map = DurableMap.open<number>(file);
    for (let value = 0; value < 100; value += 1) map.set('key', value);
    expect(linesOf(file)).toHaveLength(100);
    map.close();
    expect(contentOf(file)).toEqual([['key', 99]]);
    expect(linesOf(file)).toEqual(['[["key",99]]']);
  });

  test('compacts its journal while it runs, and goes on', () => {
    const file = newFile();
    const map = DurableMap.open<number>(file);
    for (let value = 0; value <= 10_020; value += 1) map.set('key', value);
    expect(linesOf(file).length).toBeLessThan(100);
    map.close();
    expect(contentOf(file)).toEqual([['key', 10_020]]);
  });

  test.each(['[["c"', '[["c",3', '[["c",3]]'])('forgets a last line that was cut off: %s', (rest) => {
    const file = newFile();
    const map = DurableMap.open<number>(file);
    map.apply([
      ['a', 1],
      ['b', 2],
    ]);
    map.close();
    appendFileSync(file, rest);
    const again = DurableMap.open<number>(file);
    again.set('d', 4);
    again.close();
    expect(contentOf(file)).toEqual([
      ['a', 1],
      ['b', 2],
      ['d', 4],
    ]);
  });

  test('writes changes that belong together as one line', () => {
    const file = newFile();
    const map = DurableMap.open<number>(file);
    map.apply([['a', 1]]);
    map.apply([['a'], ['b', 2]]);
    map.apply([]);
    map.close();
    expect(linesOf(file)).toEqual(['[["a",1]]', '[["a"],["b",2]]']);
    expect(contentOf(file)).toEqual([['b', 2]]);
  });

  test.each(['nonsense', '{"a":1}', '[[1,2]]'])('names the line that is no journal line: %s', (line) => {
    const file = newFile();
    DurableMap.open(file).close();
    writeFileSync(file, `[["a",1]]\n${line}\n`);
    expect(() => DurableMap.open(file)).toThrow(`${file}:2`);
  });

  test('can be read by its owner only', () => {
    const file = newFile();
    DurableMap.open(file).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('takes no change once it is closed', () => {
    const file = newFile();
    const map = DurableMap.open<number>(file);
    map.close();
    expect(() => map.set('a', 1)).toThrow(file);
    expect(map.size).toBe(0);
  });

  test('has every change that returned before the process was killed', async () => {
    const file = newFile();
    const program = `
      import { DurableMap } from './local/durable-map.ts';
      const map = DurableMap.open(${JSON.stringify(file)});
      for (let count = 0; ; count += 1) {
        map.set('count', count);
        await new Promise((written) => process.stdout.write(count + '\\n', written));
      }`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
    const child = spawn(process.execPath, args, { cwd: process.cwd(), stdio: ['ignore', 'pipe', 'inherit'] });
    let last = -1;
    for await (const line of createInterface(child.stdout)) {
      last = Number(line);
      if (last === 500) child.kill('SIGKILL');
    }
    expect(last).toBeGreaterThanOrEqual(500);
    const [entry] = contentOf(file);
    expect(entry?.[0]).toBe('count');
    expect(entry?.[1]).toBeGreaterThanOrEqual(last);
  }, 20_000);
});
