import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, LogLevel, type UpdatePageParameters } from '@notionhq/client';
import { LocalClock } from '../../local/clock.ts';
import type { PropertySchema } from '../../local/notion/model.ts';
import { PEOPLE, TASKS, TASKS_DATA_SOURCE } from '../../local/notion/seed.ts';
import { type SimulatedNotion, startSimulatedNotion } from '../../local/notion/server.ts';

type Written = NonNullable<UpdatePageParameters['properties']>;

const LOW = { id: 'low', name: 'Low', color: 'gray', description: null } as const;
const PROPERTIES: PropertySchema[] = [
  { id: 'pr:o', name: 'Priority', type: 'select', select: { options: [LOW] } },
  { id: 'tags', name: 'Tags', type: 'multi_select', multi_select: { options: [] } },
  { id: 'rdy', name: 'Ready', type: 'checkbox' },
  { id: 'lnk', name: 'Link', type: 'url' },
  { id: 'pts', name: 'Points', type: 'number' },
];

const running: SimulatedNotion[] = [];

async function start(dataDir?: string) {
  const simulated = await startSimulatedNotion({ clock: new LocalClock(), token: 'secret-token', dataDir });
  running.push(simulated);
  const { url: baseUrl, workspace } = simulated;
  const options = { auth: 'secret-token', baseUrl, retry: false, logLevel: LogLevel.ERROR } as const;
  const notion = new Client({ ...options, notionVersion: '2026-03-11' });
  const write = (properties: Written) => notion.pages.update({ page_id: TASKS.pricing, properties });
  const schema = () => notion.dataSources.retrieve({ data_source_id: TASKS_DATA_SOURCE });
  return { workspace, notion, write, schema };
}

async function startWithAll(dataDir?: string) {
  const simulated = await start(dataDir);
  for (const property of PROPERTIES) simulated.workspace.setProperty(TASKS_DATA_SOURCE, property);
  return simulated;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulated) => simulated.close()));
});

test('properties are in the schema, each with what its kind has', async () => {
  const { schema } = await startWithAll();
  expect((await schema()).properties).toMatchObject({
    Priority: { id: 'pr%3Ao', type: 'select', select: { options: [LOW] } },
    Tags: { type: 'multi_select', multi_select: { options: [] } },
    Ready: { type: 'checkbox', checkbox: {} },
    Link: { type: 'url', url: {} },
    Points: { type: 'number', number: { format: 'number' } },
  });
});

test('a page shows what was written, and before that nothing', async () => {
  const { notion, write } = await startWithAll();
  expect(await notion.pages.retrieve({ page_id: TASKS.pricing })).toMatchObject({
    properties: {
      Priority: { select: null },
      Tags: { multi_select: [] },
      Ready: { checkbox: false },
      Link: { url: null },
      Points: { number: null },
    },
  });
  const page = await write({
    Priority: { select: { name: 'Low' } },
    Tags: { multi_select: [{ name: 'web' }, { name: 'copy' }] },
    Ready: { checkbox: true },
    Link: { url: 'https://example.com' },
    pts: { number: 2.5 },
  });
  const written = {
    Priority: { id: 'pr%3Ao', type: 'select', select: { id: 'low', name: 'Low', color: 'gray' } },
    Tags: { multi_select: [{ name: 'web' }, { name: 'copy' }] },
    Ready: { checkbox: true },
    Link: { url: 'https://example.com' },
    Points: { number: 2.5 },
  };
  expect(page).toMatchObject({ properties: written });
  expect(await notion.pages.retrieve({ page_id: TASKS.pricing })).toMatchObject({ properties: written });
  expect(
    await notion.pages.properties.retrieve({ page_id: TASKS.pricing, property_id: 'tags' }),
  ).toMatchObject({ object: 'property_item', type: 'multi_select', multi_select: [{ name: 'web' }, {}] });
});

test.each([
  ['Priority', 'select', { Priority: { select: { name: 'Urgent' } } }, ['Low', 'Urgent']],
  ['Tags', 'multi_select', { Tags: { multi_select: [{ name: 'a' }, { name: 'b' }] } }, ['a', 'b']],
])('an option that %s has not got is made, and is there from then on', async (name, kind, written, names) => {
  const { write, schema, workspace } = await startWithAll();
  await write(written);
  const before = await schema();
  expect(before.properties[name]).toMatchObject({
    [kind]: { options: names.map((each) => ({ name: each })) },
  });
  workspace.editPage(PEOPLE.ana, TASKS.backups, written);
  expect(await schema()).toEqual(before);
});

test('options outlive the process', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pagebell-options-'));
  try {
    const { write } = await startWithAll(dataDir);
    await write({ Priority: { select: { name: 'Urgent' } } });
    await Promise.all(running.splice(0).map((simulated) => simulated.close()));
    const { notion } = await start(dataDir);
    expect(await notion.pages.retrieve({ page_id: TASKS.pricing })).toMatchObject({
      properties: { Priority: { select: { name: 'Urgent' } } },
    });
  } finally {
    await Promise.all(running.splice(0).map((simulated) => simulated.close()));
    rmSync(dataDir, { recursive: true });
  }
});

test.each<[string, Written, string]>([
  ['an option by an id that is not there', { Priority: { select: { id: 'x' } } }, '"x" does not exist'],
  ['an option with a comma', { Priority: { select: { name: 'a, b' } } }, 'commas not allowed: a, b'],
  ['an empty address', { Link: { url: '' } }, 'body.properties.Link.url'],
  ['another kind of value', { Ready: { number: 1 } }, 'Ready is expected to be checkbox.'],
  [
    'one of two',
    { Priority: { select: { name: 'Urgent' } }, Status: { status: { name: 'Paused' } } },
    '"Paused" does not exist',
  ],
])('%s is refused, and nothing is changed', async (_, properties, message) => {
  const { write, schema, workspace } = await startWithAll();
  const before = { page: workspace.page(TASKS.pricing), schema: await schema() };
  await expect(write(properties)).rejects.toMatchObject({
    status: 400,
    code: 'validation_error',
    message: expect.stringContaining(message),
  });
  expect({ page: workspace.page(TASKS.pricing), schema: await schema() }).toEqual(before);
});

test('a checkbox is a yes or a no, and a number no text', async () => {
  const { workspace } = await startWithAll();
  const edit = (properties: unknown) => () =>
    workspace.editPage(PEOPLE.ana, TASKS.pricing, properties as Written); // what the SDK's types forbid
  expect(edit({ Ready: { checkbox: 'yes' } })).toThrow('Ready.checkbox should be a boolean');
  expect(edit({ Points: { number: '3' } })).toThrow('Points.number should be a number');
});
