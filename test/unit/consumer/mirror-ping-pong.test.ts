import { CLIENT, DELIVERABLE, linkTo, MirrorBench, TASK, TEAM } from '../../fakes/mirror-bench.ts';

const EDITS = 1000;
const STATUSES = ['Not started', 'In progress', 'Done'];
const STATES = ['Not started', 'Doing', 'Shipped'];
const OVER: Readonly<Record<string, string>> = { 'In progress': 'Doing', Done: 'Shipped' };

/** Numbers in [0, 1), the same for a seed: mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test.each([1, 2, 3, 4, 5])(
  '1,000 random edits on both sides end with equal values and at most one write an edit (seed %i)',
  async (seed) => {
    const random = randomFrom(seed);
    const pick = <Item>(items: readonly Item[]): Item => {
      const item = items[Math.floor(random() * items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    };
    const mirror = new MirrorBench();
    const { bench } = mirror;
    mirror.makeTask(TASK, 'Not started', linkTo(DELIVERABLE));
    mirror.makeDeliverable(DELIVERABLE, 'Not started');
    await mirror.tell(TEAM, TASK);

    let edits = 0;
    const waiting: ReturnType<MirrorBench['event']>[] = [];
    while (edits < EDITS || waiting.length + bench.sent.length > 0) {
      bench.clock.advance(1 + Math.floor(random() * 20_000));
      if (edits < EDITS && random() < 0.5) {
        const isTeam = random() < 0.5;
        const [where, page] = isTeam ? ([TEAM, TASK] as const) : ([CLIENT, DELIVERABLE] as const);
        const option = pick(isTeam ? STATUSES : STATES);
        if (mirror.optionOf(where, page) === option) continue;
        edits += 1;
        if (isTeam) mirror.setStatus(page, option);
        else mirror.setState(page, option);
        for (let copy = random() < 0.2 ? 2 : 1; copy > 0; copy--) waiting.push(mirror.event(where, page));
        continue;
      }
      // Deliveries come late, in any order, and in batches that hold both workspaces' messages.
      const batch = waiting.splice(Math.floor(random() * waiting.length), 1 + Math.floor(random() * 3));
      const jobs = bench.sent.splice(0, Math.floor(random() * 3)).map(({ job }) => job);
      await bench.deliver(...batch, ...jobs);
    }
    // Own writes come back as webhooks, too.
    const writes = mirror.team.written.length + mirror.client.written.length;
    await mirror.tell(TEAM, TASK);
    await mirror.tell(CLIENT, DELIVERABLE);

    const status = mirror.optionOf(TEAM, TASK);
    expect(mirror.optionOf(CLIENT, DELIVERABLE)).toBe(OVER[status ?? ''] ?? status);
    expect(mirror.team.written.length + mirror.client.written.length).toBe(writes);
    expect(writes).toBeLessThanOrEqual(edits);
    expect(writes).toBeGreaterThan(edits / 10);
    expect(mirror.parked()).toEqual([]);
    for (const [where, page] of [
      [TEAM, TASK],
      [CLIENT, DELIVERABLE],
    ] as const) {
      expect(mirror.record(where, page)?.outbox).toEqual([]);
    }
  },
);
