import type { Mutant } from './mutant.ts';

/** Of what keeps two consumers, and the messages of one, apart. */
export const WORKSPACES: readonly Mutant[] = [
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
      const nothing = { calls: {}, sweepCalls: {}, lastCallAt: 0, singles: { minute: 0, byDestination: {} } };
      return new Hold(workspace, until, { ...nothing, hours: {}, deaths: {} }, ports);
    }
    if (take.kind !== 'taken') return`,
  },
  {
    name: 'a halt does not close the workspace',
    file: 'lambdas/consumer/run-task.ts',
    text: 'hold.close(result.until);',
    replacement: '',
  },
  {
    name: 'one message in trouble takes its batch with it',
    file: 'lambdas/consumer/run-task.ts',
    text: "return { kind: 'halted', reason, until: ports.clock.now() + TROUBLE_MS };",
    replacement: 'throw new Error(reason);',
  },
  {
    name: 'calls are not counted from one batch to the next',
    file: 'lambdas/consumer/hold.ts',
    text: 'calls: this.budget.calls(now),',
    replacement: 'calls: {},',
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
];
