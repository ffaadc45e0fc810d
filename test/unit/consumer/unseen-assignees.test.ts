import type { NotionUser } from '../../../lambdas/core/notion-user.ts';
import { ASSIGNEE_PROPERTY_ID, person } from '../../fakes/consumer-bench.ts';
import { mentionsOf, plainOf } from '../../fakes/fake-notion.ts';
import {
  CLIENT,
  DELIVERABLE,
  linkTo,
  MirrorBench,
  TASK,
  TEAM,
  TEAM_TASKS,
} from '../../fakes/mirror-bench.ts';

const MINUTE = 60_000;
const [ana, ben] = [person(1, 'Ana'), person(2, 'Ben')];

/** A mirrored task of these people, whose assignee property is one of two. */
function assignedTask(people: NotionUser[], name = 'Assignee'): MirrorBench {
  const mirror = new MirrorBench({}, { team: { unassigned: 'notify' } });
  mirror.makeTask(TASK, 'Not started', linkTo(DELIVERABLE));
  mirror.makeDeliverable(DELIVERABLE, 'Not started');
  mirror.add(TEAM, TASK, { name, id: ASSIGNEE_PROPERTY_ID, type: 'people', people });
  mirror.add(TEAM, TASK, { name: 'Reviewer', id: 'rev', type: 'people', people: [] });
  return mirror;
}

async function move(mirror: MirrorBench): Promise<void> {
  await mirror.bench.deliver({ ...mirror.event(TEAM, TASK), type: 'page.moved', propertyIds: undefined });
  await mirror.settle();
  mirror.bench.clock.advance(MINUTE);
}

function rename(mirror: MirrorBench, from: string, to: string): void {
  mirror.edit(TEAM, TASK, from, { name: to });
}

async function setStatus(mirror: MirrorBench, status: string): Promise<void> {
  mirror.bench.clock.advance(MINUTE);
  mirror.setStatus(TASK, status);
  await mirror.tell(TEAM, TASK);
}

const told = ({ team }: MirrorBench) => team.posted.map(({ text }) => plainOf(text));

test('a property that is renamed takes the page from nobody, while its mirror goes on', async () => {
  const mirror = assignedTask([ana]);
  await move(mirror);
  rename(mirror, 'Assignee', 'Owner');
  await setStatus(mirror, 'In progress');
  await setStatus(mirror, 'Done');
  expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
  const warnings = mirror.bench.log.lines.filter(({ level }) => level === 'warn');
  expect(warnings).toEqual([
    expect.objectContaining({
      fields: { workspace: TEAM, dataSourceId: TEAM_TASKS, property: 'Assignee' },
    }),
  ]);
  rename(mirror, 'Owner', 'Assignee');
  await setStatus(mirror, 'In progress');
  expect(told(mirror)).toEqual([]);
});

test('what changed meanwhile is told once the property is named again', async () => {
  const mirror = assignedTask([ana]);
  await move(mirror);
  rename(mirror, 'Assignee', 'Owner');
  await setStatus(mirror, 'In progress');
  mirror.edit(TEAM, TASK, 'Owner', { people: [ben] });
  rename(mirror, 'Owner', 'Assignee');
  await setStatus(mirror, 'Done');
  expect(mirror.team.posted.map(({ text }) => mentionsOf(text))).toEqual([[ben.id], [ana.id]]);
});

test('an edit of the property is not passed over though it could not be told from others before', async () => {
  const mirror = assignedTask([]);
  await move(mirror);
  rename(mirror, 'Assignee', 'Owner');
  await setStatus(mirror, 'In progress');
  rename(mirror, 'Owner', 'Assignee');
  mirror.edit(TEAM, TASK, 'Assignee', { people: [ben] });
  mirror.bench.clock.advance(MINUTE);
  await mirror.bench.deliver(mirror.event(TEAM, TASK, ASSIGNEE_PROPERTY_ID));
  expect(mirror.team.posted.map(({ text }) => mentionsOf(text))).toEqual([[ben.id]]);
});

test.each([
  ['has had for long is told to nobody', undefined, []],
  ['may just have got is told to them', ASSIGNEE_PROPERTY_ID, [[ana.id]]],
])('what somebody %s once there is a property that shows it', async (_, propertyId, expected) => {
  const mirror = assignedTask([ana], 'Owner');
  await move(mirror);
  rename(mirror, 'Owner', 'Assignee');
  mirror.bench.clock.advance(MINUTE);
  await mirror.bench.deliver(mirror.event(TEAM, TASK, propertyId));
  expect(mirror.team.posted.map(({ text }) => mentionsOf(text))).toEqual(expected);
  expect(mirror.record(TEAM, TASK)?.state).toMatchObject({ assignees: [ana] });
  expect(mirror.record(TEAM, TASK)?.state).not.toHaveProperty('unseenAssignees');
});

test('a property that is added shows what somebody got since', async () => {
  const mirror = new MirrorBench();
  mirror.makeTask(TASK, 'Not started', linkTo(DELIVERABLE));
  mirror.makeDeliverable(DELIVERABLE, 'Not started');
  await move(mirror);
  mirror.add(TEAM, TASK, { name: 'Assignee', id: ASSIGNEE_PROPERTY_ID, type: 'people', people: [ana] });
  await setStatus(mirror, 'Done');
  expect(told(mirror)).toHaveLength(1);
});
