import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalClock } from '../../../local/clock.ts';
import type { Capabilities } from '../../../local/notion/model.ts';
import { NORTHLIGHT } from '../../../local/notion/seed.ts';
import { botMember, person } from '../../../local/notion/seed-parts.ts';
import { type SimulatedNotion, startSimulatedNotion } from '../../../local/notion/server.ts';
import { type DeployedStandIn, startDeployedStandIn } from './deployed-stand-in.ts';
import { type Ended, PagebellProcess } from './pagebell-process.ts';

jest.setTimeout(30_000); // each case starts a process or two

const TOKEN = 'ntn_right';
const PARAMETER = '/pagebell/prod/main/notion-token';
const idOf = (index: number) => `a0a00000-0000-4000-8000-${String(index).padStart(12, '0')}`;

/** More than one page of users, the last in the alphabet first, and a name that would command a terminal. */
const MEMBERS = [
  person(idOf(999), 'Zoë\u001b[31m', 'zoe@example.com'),
  botMember(NORTHLIGHT.identity),
  ...Array.from({ length: 120 }, (_, index) =>
    person(idOf(index), `Person ${index}`, `p${index}@example.com`),
  ),
];

let aws: DeployedStandIn;
let notion: SimulatedNotion;
/** Holds a configuration of one workspace, and no local run. */
let directory: string;

beforeAll(async () => {
  aws = await startDeployedStandIn();
  const seed = { ...NORTHLIGHT, members: MEMBERS, pages: () => [] };
  notion = await startSimulatedNotion({ clock: new LocalClock(), token: TOKEN, seed });
  directory = mkdtempSync(join(tmpdir(), 'pagebell-'));
  writeFileSync(join(directory, 'pagebell.config.ts'), 'export default {};');
});

beforeEach(() => aws.store(PARAMETER, TOKEN));

afterAll(async () => {
  await notion.close();
  await aws.close();
  rmSync(directory, { recursive: true });
});

function people(...args: string[]): Promise<Ended> {
  const environment = { ...aws.environment, NOTION_BASE_URL: notion.url };
  return new PagebellProcess(['people', ...args], environment, directory).ended;
}

async function peopleWith(readUsers: Capabilities['readUsers'], ...args: string[]): Promise<Ended> {
  notion.capabilities.readUsers = readUsers;
  try {
    return await people(...args);
  } finally {
    notion.capabilities.readUsers = 'with-email';
  }
}

test('lists the people of all pages by name, and no bot', async () => {
  const { code, stdout, stderr } = await people();
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: 'Guests are not among them: Notion lists members only.\n',
  });
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(121);
  expect(lines[0]).toBe(`Person 0    p0@example.com    ${idOf(0)}`);
  expect(lines.at(-1)).toBe(`Zoë [31m    zoe@example.com   ${idOf(999)}`);
});

test('tells a program the same', async () => {
  const { code, stdout } = await people('--json');
  expect(code).toBe(0);
  const { workspace, people: found } = JSON.parse(stdout);
  expect(workspace).toBe('main');
  expect(found).toHaveLength(121);
  expect(found[0]).toEqual({ id: idOf(0), name: 'Person 0', email: 'p0@example.com' });
});

test('shows who has which id without addresses, too, and says how to let them show', async () => {
  const { code, stdout, stderr } = await peopleWith('without-email');
  expect(code).toBe(0);
  expect(stdout).toContain(`Person 7    –  ${idOf(7)}\n`);
  expect(stderr).toMatch(
    /^E-mail addresses do not show\. Enable "Read user information including email addresses" in /m,
  );
  const [first] = JSON.parse((await peopleWith('without-email', '--json')).stdout).people;
  expect(first).toEqual({ id: idOf(0), name: 'Person 0', email: null });
});

test('says what to do where Notion does not tell', async () => {
  const { code, stdout, stderr } = await peopleWith('none');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^pagebell: Notion answered 403: .* Enable "Read user information" in .*\n$/);
});

test('says how to store another token where Notion refuses it', async () => {
  await aws.store(PARAMETER, 'ntn_revoked');
  const { code, stderr } = await people('--region', 'eu-west-1');
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^pagebell: Notion answered 401: .* Copy the token .* `npx pagebell setup --region eu-west-1` /,
  );
});

describe('with --local and no local run', () => {
  const local = (environment: Readonly<Record<string, string>>) =>
    new PagebellProcess(['people', '--local', '--json'], environment, directory).ended;

  test('asks with the token that a run would be started with', async () => {
    const { code, stdout } = await local({ NOTION_TOKEN: TOKEN, NOTION_BASE_URL: notion.url });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).people).toHaveLength(121);
  });

  test('says where a token comes from', async () => {
    const { code, stderr } = await local({});
    expect(code).toBe(1);
    expect(stderr).toMatch(/^pagebell: NOTION_TOKEN is not set, .* `npx pagebell setup --local`\.\n$/);
  });
});
