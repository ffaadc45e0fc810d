import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { keys } from '../../core/keys.ts';
import type { Take, TakenWorkspace, WorkspaceStore } from '../../core/ports/workspaces.ts';
import { countsByHourSchema } from './hours.ts';
import { reach, reachIf, type Table } from './table.ts';

/** Somebody freed it between our try and our look: worth another try at once. */
const SOON_MS = 1000;

/** Of the minute in which somebody last worked on it. */
const singlesSchema = z.object({ minute: z.number(), byDestination: z.record(z.string(), z.number()) });

const itemSchema = z.object({
  calls: z._default(z.record(z.string(), z.number()), {}),
  sweepCalls: z._default(z.record(z.string(), z.number()), {}),
  lastCallAt: z._default(z.number(), 0),
  singles: z._default(singlesSchema, { minute: 0, byDestination: {} }),
  hours: z._default(countsByHourSchema, {}),
  deaths: z._default(z.record(z.string(), z.number()), {}),
  heldUntil: z.optional(z.number()),
  inWork: z._default(z.array(z.string()), []),
  closedUntil: z.optional(z.number()),
  /** When its data sources are searched for: puts the item into the index of what is due. */
  dueAt: z._default(z.number(), 0),
});

type WorkspaceItem = z.infer<typeof itemSchema>;

export function workspaceStore({ client, name }: Table): WorkspaceStore {
  const at = (workspace: string) => ({ TableName: name, Key: { pk: keys.workspace(workspace) } });

  async function load(workspace: string): Promise<WorkspaceItem> {
    const { Item } = await reach(() =>
      client.send(new GetCommand({ ...at(workspace), ConsistentRead: true })),
    );
    return z.parse(itemSchema, Item ?? {});
  }

  return {
    async searchDueAt(workspace) {
      return (await load(workspace)).dueAt;
    },

    async setSearchDueAt(workspace, dueAt) {
      const update = new UpdateCommand({
        ...at(workspace),
        UpdateExpression: 'SET dueAt = :dueAt, #workspace = :workspace',
        ExpressionAttributeNames: { '#workspace': 'workspace' },
        ExpressionAttributeValues: { ':dueAt': dueAt, ':workspace': workspace },
      });
      await reach(() => client.send(update));
    },

    async take(workspace, now, until, inWork) {
      const taken = await reachIf(() =>
        client.send(
          new UpdateCommand({
            ...at(workspace),
            ConditionExpression:
              // Ours already, if the answer to a first try was lost.
              '(attribute_not_exists(heldUntil) OR heldUntil <= :now OR ' +
              '(heldUntil = :until AND inWork = :inWork)) AND ' +
              '(attribute_not_exists(closedUntil) OR closedUntil <= :now)',
            UpdateExpression: 'SET heldUntil = :until, inWork = :inWork',
            ExpressionAttributeValues: { ':now': now, ':until': until, ':inWork': inWork },
            ReturnValues: 'ALL_OLD',
          }),
        ),
      );
      if (!taken) return refusal(await load(workspace), now);
      return { kind: 'taken', workspace: left(z.parse(itemSchema, taken.Attributes ?? {}), until) };
    },

    async rewrite(workspace, heldUntil, inWork, deaths) {
      await reachIf(() =>
        client.send(
          new UpdateCommand({
            ...at(workspace),
            ConditionExpression: 'heldUntil = :mine',
            UpdateExpression: 'SET inWork = :inWork, deaths = :deaths',
            ExpressionAttributeValues: { ':mine': heldUntil, ':inWork': inWork, ':deaths': deaths },
          }),
        ),
      );
    },

    async free(workspace, heldUntil, { closedUntil, ...left }) {
      const closing = closedUntil === undefined ? undefined : { ':closedUntil': closedUntil };
      const set = `SET ${KEPT}${closing ? ', closedUntil = :closedUntil' : ''}`;
      const remove = `REMOVE heldUntil, inWork${closing ? '' : ', closedUntil'}`;
      await reachIf(() =>
        client.send(
          new UpdateCommand({
            ...at(workspace),
            ConditionExpression: 'heldUntil = :mine',
            UpdateExpression: `${set} ${remove}`,
            ExpressionAttributeNames: { '#hours': 'hours' },
            ExpressionAttributeValues: {
              ':mine': heldUntil,
              ':calls': left.calls,
              ':sweepCalls': left.sweepCalls,
              ':lastCallAt': left.lastCallAt,
              ':singles': left.singles,
              ':hours': left.hours,
              ':deaths': left.deaths,
              ...closing,
            },
          }),
        ),
      );
    },
  };
}

const KEPT =
  'calls = :calls, sweepCalls = :sweepCalls, lastCallAt = :lastCallAt, singles = :singles, #hours = :hours, deaths = :deaths';

function refusal({ heldUntil = 0, closedUntil = 0 }: WorkspaceItem, now: number): Take {
  if (closedUntil > now) return { kind: 'closed', until: closedUntil };
  return { kind: 'held', until: Math.max(heldUntil, now + SOON_MS) };
}

/** A holder that ended by itself has left no `heldUntil`. */
function left(
  { heldUntil, inWork, closedUntil: _, dueAt: __, ...kept }: WorkspaceItem,
  ours: number,
): TakenWorkspace {
  const hasDied = heldUntil !== undefined && heldUntil !== ours;
  return { ...kept, ...(hasDied && { died: { heldUntil, inWork } }) };
}
