import { PEOPLE } from '../../local/notion/seed.ts';
import { synth } from '../../local/synth.ts';
import {
  assign,
  type LocalStack,
  makeTask,
  mentions,
  postSigned,
  settled,
  startStack,
  temporaryDirectory,
  until,
} from './support/local-stack.ts';

const { ana, ben, femi } = PEOPLE;
const HOUR = 60 * 60_000;

const assembly = temporaryDirectory();
let run: LocalStack;
beforeAll(() => synth(assembly.path, 'test/flow/email.config.ts'));
afterAll(() => assembly.remove());
beforeEach(async () => {
  run = await startStack(undefined, {}, assembly.path);
});
afterEach(() => run.close());

function ses(): NonNullable<LocalStack['ses']> {
  if (!run.ses) throw new Error('Amazon SES is to be simulated');
  return run.ses;
}

/** A task that Pagebell has seen, and whose assignees are edited now. */
async function assigned(...people: string[]): Promise<string> {
  const task = makeTask(run, femi);
  await postSigned(run, { type: 'page.moved', entity: { id: task, type: 'page' } });
  await settled(run);
  assign(run, femi, task, people);
  await settled(run);
  return task;
}

function fail(status: number, code: string, message = code): void {
  const effect = { kind: 'answer', when: 'before', status, code, message } as const;
  ses().faults.add({ operation: 'send', times: 1, effect });
}

const recipients = () =>
  ses()
    .emails()
    .flatMap(({ to }) => to);

test('each new assignee gets one e-mail, at the address that Notion or the configuration tells', async () => {
  const task = await assigned(ana, ben);
  expect(mentions(run, task)).toEqual([[ana, ben]]);
  expect(recipients().sort()).toEqual(['ana@northlight.example', 'ben@elsewhere.example']);
  const email = ses()
    .emails()
    .find(({ to }) => to.includes('ana@northlight.example'));
  expect(email).toMatchObject({
    from: expect.stringMatching(/Pagebell.*<bell@example\.com>/),
    replyTo: ['team@example.com'],
    subject: 'Now yours: Try the flow',
    text: expect.stringMatching(/^Ana Ferreira, this page is now yours: Try the flow\n\nhttps?:/),
    html: expect.stringContaining('<strong>Try the flow</strong>'),
  });
  const shown = await fetch(`${run.url}/local/state`);
  expect(await shown.json()).toMatchObject({ emails: [{ subject: email?.subject }, { from: email?.from }] });

  await postSigned(run, { type: 'page.moved', entity: { id: task, type: 'page' } });
  await settled(run);
  expect(recipients()).toHaveLength(2);
});

test('what SES throttles is sent later, once, and says nothing twice elsewhere', async () => {
  fail(429, 'TooManyRequestsException');
  const task = await assigned(ana);
  expect(recipients()).toEqual([]);
  expect(await run.health()).toMatchObject({ due: 1, deadLetters: 0 });
  run.clock.advance(HOUR);
  await until(() => recipients().length > 0, 'the e-mail is sent');
  await settled(run);
  expect(recipients()).toEqual(['ana@northlight.example']);
  expect(mentions(run, task)).toEqual([[ana]]);
  expect(await run.health()).toMatchObject({ due: 0, deadLetters: 0 });
});

test('what SES refuses is parked, and no address is in the log', async () => {
  fail(400, 'MessageRejected', 'Email address is not verified: ana@northlight.example');
  const task = await assigned(ana);
  expect(mentions(run, task)).toEqual([[ana]]);
  expect(await run.health()).toMatchObject({ deadLetters: 1 });
  const log = run.log
    .after(0)
    .map(({ line }) => line)
    .join('\n');
  expect(log).toContain('MessageRejected: Email address is not verified: (an address)');
  expect(log).not.toContain('ana@northlight.example');
});
