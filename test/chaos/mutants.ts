/** A safeguard taken away: the bench must notice. */
export interface Mutant {
  name: string;
  file: string;
  /** Exactly as it is in the file, once. */
  text: string;
  replacement: string;
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'the outbox is saved in a second write',
    file: 'lambdas/consumer/page-work.ts',
    text: 'const saved = await pages.save(changed.record);',
    replacement: `const first = await pages.save({ ...changed.record, outbox: current.outbox });
    const saved = first && (await pages.save({ ...first, outbox: changed.record.outbox }));`,
  },
  {
    name: 'save does not set dueAt',
    file: 'lambdas/adapters/table/pages.ts',
    text: 'dueAt: dueAt(record.outbox),',
    replacement: '',
  },
  {
    name: 'nothing is delivered where nothing must be read',
    file: 'lambdas/consumer/process-page.ts',
    text: "const outcome = wish.kind === 'read' ? await read(wish, work, loaded, turn, ports) : undefined;",
    replacement: `if (wish.kind === 'none') return { kind: 'skipped', reason: wish.reason };
  const outcome = await read(wish, work, loaded, turn, ports);`,
  },
  {
    name: 'a comment is repeated without a look',
    file: 'lambdas/consumer/deliver.ts',
    text: "if (!delivery.lookFirst || delivery.notice.channel !== 'comment') return undefined;",
    replacement: 'if (delivery.notice.attempts < 1000) return undefined;',
  },
  {
    name: 'a claim does not outlast late effects',
    file: 'lambdas/consumer/work-workspace.ts',
    text: 'claimUntil: deadline + LATE_EFFECT_MS,',
    replacement: 'claimUntil: ports.clock.now() + (LATE_EFFECT_MS - LATE_EFFECT_MS),',
  },
  {
    name: 'any comment of the bot counts as this one',
    file: 'lambdas/core/messages.ts',
    text: 'isMarkedWith(links: readonly string[], noticeId: string): boolean {',
    replacement: `isMarkedWith(links: readonly string[], noticeId: string): boolean {
  if (links.length > 0) return true;`,
  },
  {
    name: 'the mark does not name the notice',
    file: 'lambdas/core/messages.ts',
    text: 'noticeLinkOf(dashboardUrl: string, noticeId: string): string {',
    replacement: `noticeLinkOf(dashboardUrl: string, noticeId: string): string {
  if (noticeId.length > 0) return dashboardUrl + '/notices/1';`,
  },
  {
    name: 'a record is saved whatever its version',
    file: 'lambdas/adapters/table/pages.ts',
    text: "ConditionExpression: 'version = :loaded',",
    replacement: "ConditionExpression: 'version = :loaded OR attribute_exists(pk)',",
  },
  {
    name: 'the workspace is taken though another holds it',
    file: 'lambdas/adapters/table/workspaces.ts',
    text: 'OR heldUntil <= :now',
    replacement: 'OR attribute_exists(heldUntil)',
  },
  {
    name: 'who finds the workspace held goes on all the same',
    file: 'lambdas/consumer/hold.ts',
    text: "if (take.kind !== 'taken') return",
    replacement: `if (take.kind === 'held') {
      return new Hold(workspace, until, { calls: {}, sweepCalls: {}, deaths: {} }, ports);
    }
    if (take.kind !== 'taken') return`,
  },
  {
    name: 'an earlier read replaces a later one',
    file: 'lambdas/consumer/advance.ts',
    text: 'if (isOutdated(record, reading)) return record;',
    replacement: 'if (isOutdated(record, reading) && reading.startedAt < 0) return record;',
  },
  {
    name: 'a halt does not close the workspace',
    file: 'lambdas/consumer/run-task.ts',
    text: 'hold.close(result.until);',
    replacement: '',
  },
  {
    name: 'the plan does not see the outbox',
    file: 'lambdas/consumer/advance.ts',
    text: `        outbox: withoutOwedRead(record.outbox),
        sightings,`,
    replacement: `        outbox: withoutOwedRead([]),
        sightings,`,
  },
  {
    name: 'who left before being told stays in the notice',
    file: 'lambdas/core/pending-notices.ts',
    text: 'const isUnchanged = people.length === waiting.size && people.every(({ id }) => waiting.has(id));',
    replacement: 'const isUnchanged = pending.length > 0 && people.every(({ id }) => waiting.has(id));',
  },
  {
    name: 'nothing is swept',
    file: 'lambdas/core/sweep.ts',
    text: "return mayShowAll && isSame && isSameWatched(values, record.state) ? 'nothing' : 'read';",
    replacement: "return mayShowAll || isSame ? 'nothing' : 'read';",
  },
  {
    name: 'a new page is not swept',
    file: 'lambdas/core/sweep.ts',
    text: "if (!record) return mayShowAll && editedAt < minuteOf(baseline) ? 'store' : 'read';",
    replacement: "if (!record) return mayShowAll || editedAt < minuteOf(baseline) ? 'store' : 'read';",
  },
  {
    name: 'one deduplication id for all events',
    file: 'lambdas/ingress/receive.ts',
    text: 'function deduplicationId(eventId: string): string {',
    replacement: `function deduplicationId(eventId: string): string {
  if (eventId.length > 0) return 'event';`,
  },
  {
    name: 'one deduplication id for all that is sent on to its group',
    file: 'lambdas/consumer/consume.ts',
    text: "if (route.kind === 'elsewhere') await ports.queue.send(route.job, message.id);",
    replacement:
      "if (route.kind === 'elsewhere') await ports.queue.send(route.job, message.id.slice(0, 0) + 'retry');",
  },
  {
    name: 'one message in trouble takes its batch with it',
    file: 'lambdas/consumer/run-task.ts',
    text: "return { kind: 'halted', reason, until: ports.clock.now() + TROUBLE_MS };",
    replacement: 'throw new Error(reason);',
  },
  {
    name: 'a call that died is not looked after',
    file: 'lambdas/core/outbox.ts',
    text: "return entry.progress.state !== 'failed' && entry.progress.at <= now;",
    replacement: "return entry.progress.state === 'pending' && entry.progress.at <= now;",
  },
  {
    name: 'what is parked has no copy in the dead-letter queue',
    file: 'lambdas/consumer/park.ts',
    text: 'const { workspace, pageId, entries, messageIds, reason, hint } = parked;',
    replacement: `const { workspace, pageId, entries, messageIds, reason, hint } = parked;
  if (entries.length > 0) return;`,
  },
  {
    name: 'a record of a later release is read as if it were ours',
    file: 'lambdas/adapters/table/pages.ts',
    text: 'if (recordVersion > RECORD_VERSION) throw',
    replacement: 'if (recordVersion > RECORD_VERSION * 1000) throw',
  },
  {
    name: 'an event of a later release is parked',
    file: 'lambdas/core/envelope.ts',
    text: "return { kind: 'newer', version: version.data.v };",
    replacement: "return { kind: 'malformed', reason: 'newer' };",
  },
  {
    name: 'calls are not counted from one batch to the next',
    file: 'lambdas/consumer/hold.ts',
    text: 'calls: this.budget.calls(now),',
    replacement: 'calls: {},',
  },
  {
    name: 'an unknown outcome of a comment counts as none',
    file: 'lambdas/core/classify.ts',
    text: "return isRepeatable(operation) ? { kind: 'deferred', reason, retryAfterMs } : { kind: 'unknown', reason };",
    replacement: "return { kind: 'deferred', reason, retryAfterMs };",
  },
  {
    name: 'a message that nobody answered counts as sent',
    file: 'lambdas/core/classify.ts',
    text: "? { kind: 'deferred', reason: reasonOf(failure) }",
    replacement:
      "? { kind: failure.service === 'notion' ? 'deferred' : 'committed', reason: reasonOf(failure) }",
  },
  {
    name: 'whom Slack could not look up counts as not there',
    file: 'lambdas/consumer/who-is-who.ts',
    text: 'const found = await bot.userIdOf(email.value);',
    replacement: `const answer = await bot.userIdOf(email.value);
    const found = answer.ok ? answer : success(undefined);`,
  },
  {
    name: 'a direct message goes to whoever was looked up first',
    file: 'lambdas/consumer/who-is-who.ts',
    text: 'const known = this.#asked.get(userId);',
    replacement: 'const known = [...this.#asked.values()][0];',
  },
  {
    name: 'an address that Notion could not tell now counts as none',
    file: 'lambdas/consumer/addresses.ts',
    text: "return { kind: 'failed', verdict };",
    replacement: "return { kind: 'none', reason: verdict.reason };",
  },
  {
    name: 'a reminder that was told is forgotten',
    file: 'lambdas/core/rules/reminder.ts',
    text: 'told: [...told, ...newlyTold].slice(-MOST_REMEMBERED)',
    replacement: 'told: [...told, ...newlyTold].slice(MOST_REMEMBERED)',
  },
  {
    name: 'no page is looked at when its day comes',
    file: 'lambdas/core/timed-notices.ts',
    text: 'if (at === undefined) return [];',
    replacement: 'if (at === undefined || at > 0) return [];',
  },
  {
    name: 'who waits to be reminded of a date that is another by now is reminded',
    file: 'lambdas/core/rules/reminder.ts',
    text: "isCurrent: (subject) => subject.kind === 'due' && subject.day === day && !isDue,",
    replacement: 'isCurrent: () => true,',
  },
  {
    name: 'what is done is reminded of',
    file: 'lambdas/core/rules/reminder.ts',
    text: 'if (!reminders || !state.due || state.isLeftOut || isCompleted(state, watch)) return undefined;',
    replacement: `if (!reminders || !state.due || state.isLeftOut) return undefined;
  if (state.assignees.length < 0 && isCompleted(state, watch)) return undefined;`,
  },
  {
    name: 'a page that comes back into its status begins nothing anew',
    file: 'lambdas/core/rules/escalation.ts',
    text: 'if (!ladder || current.isLeftOut) return { ...NOTHING, memory: undefined };',
    replacement: 'if (!ladder || current.isLeftOut) return { ...NOTHING, memory: input.memory?.escalation };',
  },
  {
    name: 'steps that were told are told again',
    file: 'lambdas/core/rules/escalation.ts',
    text: 'done: Math.max(stay.done, ...due.map(({ step }) => step + 1))',
    replacement: 'done: stay.done',
  },
  {
    name: 'who waits to hear of a status hears of it though the page has left it',
    file: 'lambdas/core/rules/escalation.ts',
    text: "isCurrent: (subject) => subject.kind === 'status' && subject.status === status && subject.since === since,",
    replacement: 'isCurrent: () => true,',
  },
  {
    name: 'what somebody died over is told, whether it is still so or not',
    file: 'lambdas/consumer/deliver.ts',
    text: 'if (!lookFirst) return delivery;',
    replacement: 'if (!lookFirst || lookFirst) return delivery;',
  },
  {
    name: 'quiet hours are not kept',
    file: 'lambdas/consumer/advance.ts',
    text: 'quiet === undefined ? learned.outbox : putOff(learned.outbox, now, quiet)',
    replacement: 'quiet === undefined ? learned.outbox : putOff(learned.outbox, now, now)',
  },
  {
    name: 'muted people are told of what is assigned',
    file: 'lambdas/core/plan.ts',
    text: 'for (const id of settings.mute[channel]) wanted.delete(id);',
    replacement: '',
  },
  {
    name: 'muted people are reminded',
    file: 'lambdas/core/timed-notices.ts',
    text: "kind !== 'bot' && !mute[channel].includes(id)",
    replacement: "kind !== 'bot' && !mute[channel].includes(id.slice(1))",
  },
  {
    name: 'people are told of pages that are left out',
    file: 'lambdas/core/rules/assigned.ts',
    text: 'holds: (personId, state) => !state.isLeftOut && isAssigned(personId, state),',
    replacement: 'holds: (personId, state) => isAssigned(personId, state),',
  },
  {
    name: 'who was told of nothing because their page is left out counts as told',
    file: 'lambdas/core/left-out.ts',
    text: 'const assignees = current.assignees.filter(({ id }) => before !== undefined && isAssigned(id, before));',
    replacement:
      'const assignees = current.assignees.filter(({ id }) => !before || isAssigned(id, before) || id);',
  },
  {
    name: 'what is left to a digest is told singly as well',
    file: 'lambdas/core/digests.ts',
    text: 'const gathered = { ...notice, digest, progress: { ...progress, at: lookAt } };',
    replacement: 'const gathered = { ...notice, digest };',
  },
  {
    name: 'a digest that was told is told again after a death',
    file: 'lambdas/consumer/tell-digest.ts',
    text: "if (state === 'told')",
    replacement: "if (state === 'told' && telling.length < 0)",
  },
  {
    name: 'nobody on call is told',
    file: 'lambdas/core/timed-notices.ts',
    text: 'plan.places(subject).includes(channel)',
    replacement: 'plan.places(subject).length > 9',
  },
  {
    name: 'what a mirror wrote is forgotten',
    file: 'lambdas/core/mirror/settle-mirrors.ts',
    text: 'return withTaken(withoutWriting(record, act), act);',
    replacement: 'return withTaken(record, act) === record ? record : withoutWriting(record, act);',
  },
];
