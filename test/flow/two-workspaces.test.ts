import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientSeed } from '../../local/notion/client-seed.ts';
import { HANDBOOK_PAGE, PEOPLE } from '../../local/notion/seed.ts';
import { synth } from '../../local/synth.ts';
import {
  type LocalStack,
  makeTaskIn,
  mentionsIn,
  pass,
  post,
  settled,
  sign,
  startStack,
  until,
} from './support/local-stack.ts';

const MINUTE = 60_000;
const { ana, femi } = PEOPLE;
const { deliverables, people } = clientSeed(1);
const { gita, hugo } = people;

const assembly = mkdtempSync(join(tmpdir(), 'pagebell-two-workspaces-'));
let run: LocalStack;
beforeAll(() => synth(assembly, 'test/flow/support/two-workspaces.config.ts'), 4 * MINUTE);
afterAll(() => rmSync(assembly, { recursive: true, force: true }));
beforeEach(async () => {
  run = await startStack(undefined, {}, assembly);
});
afterEach(() => run.close());

function client() {
  const found = run.notions.get('client');
  if (!found) throw new Error('the client is to be simulated');
  return found;
}

/** Makes a page in the client's workspace, which tells its owners. */
function deliver(owners: readonly string[]): string {
  const parent = { type: 'data_source', id: deliverables } as const;
  return client().workspace.createPage(hugo, parent, { Owner: { people: owners.map((id) => ({ id })) } }).id;
}

/** Makes a task in the team's, and tells of it as if its assignees had been edited. */
async function task(): Promise<string> {
  const id = makeTaskIn(run.notion, femi, [ana]);
  const properties = { Assignee: { people: [{ id: ana }, { id: femi }] } };
  run.notion.workspace.editPage(PEOPLE.ben, id, properties);
  return id;
}

test('an assignment in each tells the right people there, and nobody in the other', async () => {
  const [ours, theirs] = [await task(), deliver([gita])];
  await settled(run);
  expect(mentionsIn(run.notion, ours)).toEqual([[ana, femi]]);
  expect(mentionsIn(client(), theirs)).toEqual([[gita]]);
  expect([run.notion, client()].map(({ workspace }) => workspace.comments().length)).toEqual([1, 1]);
  expect(client().workspace.comments()[0]?.createdBy).toBe(clientSeed(1).identity.bot);
});

test('one that Notion has closed for a while does not hold up the other', async () => {
  const effect = {
    kind: 'answer',
    when: 'before',
    status: 429,
    code: 'rate_limited',
    headers: { 'retry-after': '120' },
  } as const;
  run.notion.faults.add({ operation: 'any', times: 1, effect });
  const ours = await task();
  await until(() => run.log.after().some(({ line }) => line.includes('"outcome":"halted"')), 'it is halted');
  const theirs = deliver([gita]);
  await until(() => mentionsIn(client(), theirs).length > 0, 'the other one tells its people');
  expect(mentionsIn(client(), theirs)).toEqual([[gita]]);
  expect(mentionsIn(run.notion, ours)).toEqual([]);
  await pass(run, 3 * MINUTE);
  expect(mentionsIn(run.notion, ours)).toEqual([[ana, femi]]);
});

test('a page of another workspace is not there for a token, and events are signed by each with its own secret', async () => {
  const headers = { authorization: `Bearer ${client().token}`, 'notion-version': '2026-03-11' };
  const answer = await fetch(`${run.notionUrl}/v1/pages/${HANDBOOK_PAGE}`, { headers });
  expect(answer.status).toBe(404);
  const body = JSON.stringify({ type: 'page.moved', entity: { id: HANDBOOK_PAGE, type: 'page' } });
  const signed = { 'x-notion-signature': sign(body) };
  expect(await post(`${run.url}/webhooks/notion/client`, body, signed)).toMatchObject({ status: 401 });
  expect(await post(`${run.url}/webhooks/notion`, body, signed)).toMatchObject({ status: 200 });
});
