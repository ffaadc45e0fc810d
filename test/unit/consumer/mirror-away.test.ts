import type { NotionPage } from '../../../lambdas/core/notion-page.ts';
import { pageId } from '../../fakes/consumer-bench.ts';
import {
  CLIENT,
  CLIENT_TASKS,
  DELIVERABLE,
  linkTo,
  MirrorBench,
  OTHER_TASK,
  paired,
  TASK,
  TEAM,
  TEAM_TASKS,
  type Where,
} from '../../fakes/mirror-bench.ts';

describe('a page that went away', () => {
  const ways: [string, (mirror: MirrorBench, where?: Where) => void][] = [
    ['into the trash', (mirror, where) => change(mirror, { inTrash: true }, where)],
    ['into another data source', (mirror, where) => change(mirror, { dataSourceId: pageId(99) }, where)],
  ];

  function change(mirror: MirrorBench, more: Partial<NotionPage>, where: Where = TEAM): void {
    const { pages } = mirror.notion(where);
    const page = where === TEAM ? TASK : DELIVERABLE;
    const found = pages.get(page);
    if (found) pages.set(page, { ...found, ...more });
  }

  const BACK = {
    team: { inTrash: false, dataSourceId: TEAM_TASKS },
    client: { inTrash: false, dataSourceId: CLIENT_TASKS },
  };

  test.each(ways)(
    '%s: edits over there ask for nothing, and another page may link there',
    async (_, leave) => {
      const mirror = await paired();
      leave(mirror);
      await mirror.tell(TEAM, TASK);
      mirror.setState(DELIVERABLE, 'Doing');
      await mirror.tell(CLIENT, DELIVERABLE);
      mirror.makeTask(OTHER_TASK, 'Done', linkTo(DELIVERABLE));
      await mirror.tell(TEAM, OTHER_TASK);
      expect(mirror.parked()).toEqual([]);
      expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
    },
  );

  test.each(ways)('%s, and what was on its way to it is skipped', async (_, leave) => {
    const mirror = await paired();
    mirror.setState(DELIVERABLE, 'Doing');
    await mirror.bench.deliver(mirror.event(CLIENT, DELIVERABLE));
    leave(mirror);
    await mirror.settle();
    expect(mirror.parked()).toEqual([]);
    expect(mirror.record(TEAM, TASK)?.outbox).toEqual([]);
  });

  test('and comes back', async () => {
    const mirror = await paired();
    change(mirror, { inTrash: true });
    await mirror.tell(TEAM, TASK);
    change(mirror, { inTrash: false });
    mirror.setStatus(TASK, 'Done');
    await mirror.tell(TEAM, TASK);
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
  });

  test.each(ways)('%s, and comes back: what was edited over there meanwhile counts', async (_, leave) => {
    const mirror = await paired();
    leave(mirror);
    await mirror.tell(TEAM, TASK);
    mirror.bench.clock.advance(60_000);
    for (const state of ['Doing', 'Shipped']) {
      mirror.setState(DELIVERABLE, state);
      await mirror.tell(CLIENT, DELIVERABLE);
    }
    change(mirror, BACK.team);
    await mirror.tell(TEAM, TASK);
    expect(mirror.optionOf(TEAM, TASK)).toBe('Done');
    expect(mirror.client.written).toEqual([]);
    expect(mirror.conflicts()).toEqual([]);
  });

  test('and was edited itself: the later edit counts, and the log says so', async () => {
    const mirror = await paired();
    change(mirror, { inTrash: true });
    await mirror.tell(TEAM, TASK);
    mirror.bench.clock.advance(60_000);
    mirror.setState(DELIVERABLE, 'Doing');
    await mirror.tell(CLIENT, DELIVERABLE);
    mirror.bench.clock.advance(60_000);
    mirror.setStatus(TASK, 'Done');
    change(mirror, { inTrash: false });
    await mirror.tell(TEAM, TASK);
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
    expect(mirror.conflicts()).toEqual(['from']);
  });

  test.each(ways)(
    '%s, is linked anew after the link was taken away: the first side counts',
    async (_, leave) => {
      const mirror = await paired();
      leave(mirror);
      await mirror.tell(TEAM, TASK);
      change(mirror, BACK.team);
      mirror.edit(TEAM, TASK, 'Client page', { url: null });
      await mirror.tell(TEAM, TASK);
      mirror.setState(DELIVERABLE, 'Doing');
      await mirror.tell(CLIENT, DELIVERABLE);
      mirror.edit(TEAM, TASK, 'Client page', { url: linkTo(DELIVERABLE) });
      await mirror.tell(TEAM, TASK);
      expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Not started');
      expect(mirror.team.written).toEqual([]);
    },
  );

  test.each(ways)('over there, %s, takes over what it missed once it is back', async (_, leave) => {
    const mirror = await paired();
    leave(mirror, CLIENT);
    await mirror.tell(CLIENT, DELIVERABLE);
    mirror.setStatus(TASK, 'Done');
    await mirror.tell(TEAM, TASK);
    expect(mirror.parked()).toHaveLength(1);
    change(mirror, BACK.client, CLIENT);
    await mirror.tell(CLIENT, DELIVERABLE);
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
    expect(mirror.record(CLIENT, DELIVERABLE)?.outbox).toEqual([]);
    expect(JSON.stringify(mirror.record(CLIENT, DELIVERABLE))).not.toContain('isAway');
  });

  test('over there, was never seen before, and is shared', async () => {
    const mirror = new MirrorBench();
    mirror.makeTask(TASK, 'Done', linkTo(DELIVERABLE));
    await mirror.tell(TEAM, TASK);
    expect(mirror.parked()).toHaveLength(1);
    mirror.makeDeliverable(DELIVERABLE, 'Not started');
    await mirror.tell(CLIENT, DELIVERABLE);
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe('Shipped');
    expect(mirror.record(CLIENT, DELIVERABLE)?.outbox).toEqual([]);
  });
});
