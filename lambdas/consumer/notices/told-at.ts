import type { Notice } from '../../core/page-record.ts';
import { stepOf } from '../../core/rules/escalation.ts';
import type { EscalationStep, WorkspaceSettings } from '../../core/settings.ts';
import { watchOf } from '../../core/watch.ts';
import type { Delivered, Delivery } from './delivery.ts';

/**
 * Whom the notice's step of a ladder tells, as configured now: an address must not be stored. Undefined: there
 * is no such step any more.
 */
export function toldAt(
  { notice, page }: Delivery,
  workspace: WorkspaceSettings,
): EscalationStep['tell'] | undefined {
  return stepOf(notice.subject, watchOf(workspace, page.dataSourceId))?.tell;
}

/** Where nobody in particular is told, a message says whose the page is. */
export function aboutAssignees({ notice, page }: Pick<Delivery, 'notice' | 'page'>): Notice {
  return { ...notice, people: page.assignees };
}

export const NO_SUCH_STEP: Delivered = {
  settlement: { kind: 'dropped', reason: 'the configuration has no such step any more', cannotBeTold: true },
};
