import { isPlace } from '../../core/notices.ts';
import type { Settlement } from '../../core/outbox.ts';
import type { Notice } from '../../core/page-record.ts';
import { mutedIn } from '../../core/plan-settings.ts';
import { type Known, whereItHolds } from '../../core/rules/holds.ts';
import { watchOf } from '../../core/watch.ts';
import { assigneePropertyFor } from '../pages/assignee-property.ts';
import type { Turn } from '../turn.ts';
import { isTurnedOff } from './channels.ts';

type Wish = { kind: 'wished'; notice: Notice } | Extract<Settlement, { kind: 'dropped' }>;

/**
 * The notice for those only of whom it still holds, and who are to be told there by the configuration as it is
 * now: it may have waited for long.
 */
export function stillWished(notice: Notice, known: Known, turn: Turn): Wish {
  const { workspace } = turn;
  const dataSourceId = known.state?.dataSourceId;
  const still = whereItHolds(notice, known, watchOf(workspace, dataSourceId));
  if (!still) return { kind: 'dropped', reason: 'it does not hold any more' };
  if (assigneePropertyFor(dataSourceId, workspace) === undefined)
    return dropped('the data source is not watched any more');
  const { channel, rule } = notice;
  if (rule === 'unassigned' && workspace.unassigned === 'silent')
    return dropped('who loses a page is not told of it any more');
  if (isPlace(channel)) return { kind: 'wished', notice: still };
  if (isTurnedOff(channel, workspace, dataSourceId)) return dropped('the channel is turned off by now');
  const muted = mutedIn(workspace)[channel];
  const people = still.people.filter(({ id }) => !muted.includes(id));
  if (people.length === 0) return dropped('whom it is for is muted by now');
  return { kind: 'wished', notice: { ...still, people } };
}

function dropped(reason: string): Wish {
  return { kind: 'dropped', reason, cannotBeTold: true };
}
