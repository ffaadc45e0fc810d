import type { SideReading } from '../../core/mirror/read-side.ts';
import type { PageState } from '../../core/page-record.ts';
import { type LookedAt, missingIn } from '../../core/rules/looked-at.ts';
import type { Condition } from '../../core/settings.ts';
import type { Watch } from '../../core/watch.ts';
import type { ConsumerPorts, Turn } from '../turn.ts';
import { warnOnce } from '../warn-once.ts';

export function warnOfMisfits(
  misfits: readonly Condition[],
  dataSourceId: string | undefined,
  { workspace: { key: workspace } }: Turn,
  ports: ConsumerPorts,
): void {
  for (const { property, ...asked } of misfits) {
    const condition = Object.keys(asked).join();
    const about = `condition ${workspace} ${dataSourceId} ${property} ${condition}`;
    warnOnce(about, MISFIT, { workspace, dataSourceId, property, condition }, ports);
  }
}

const MISFIT =
  'A condition in `only` asks a property that the data source does not have, or of another kind: it leaves out no page';

export function warnOfMissing(
  pageId: string,
  sides: readonly SideReading[],
  { workspace: { key: workspace } }: Turn,
  ports: ConsumerPorts,
): void {
  for (const { mirror, side, missing, tooLong } of sides) {
    for (const property of tooLong) ports.log.warn(TOO_LONG, { workspace, pageId, property });
    for (const property of missing) {
      const { dataSource: dataSourceId } = mirror[side];
      const about = `mirror ${workspace} ${dataSourceId} ${property}`;
      warnOnce(about, MISSING, { workspace, dataSourceId, property, mirror: mirror.place }, ports);
    }
  }
}

const MISSING =
  'A mirror names a property that the data source does not have, or of a kind that does not fit: nothing is mirrored with it';

const TOO_LONG = 'A text of more than 10,000 characters is not mirrored: shorten it';

/** @param properties of the data source, or of one of its pages; a page outside of any has none */
export function warnOfUnseen(
  properties: readonly { name: string; type: string }[],
  dataSourceId: string | undefined,
  watch: Watch,
  { workspace: { key: workspace } }: Turn,
  ports: ConsumerPorts,
): void {
  if (dataSourceId === undefined) return;
  for (const { key, property } of missingIn(properties, watch)) {
    const about = `${key} ${workspace} ${dataSourceId} ${property}`;
    warnOnce(about, UNSEEN[key], { workspace, dataSourceId, property }, ports);
  }
}

const UNSEEN: Readonly<Record<LookedAt['key'], string>> = {
  'reminders.property':
    'Reminders look at a date property that the data source does not have, or of another kind: nobody is reminded of its pages',
  statusProperty:
    'Ladders and reminders look at a status property that the data source does not have, or of another kind: no page climbs, and none counts as completed',
};

/**
 * No property tells whose the pages of a data source are. Where nobody had one, nor is to be reminded of one, it
 * need not.
 *
 * @param property the name that is configured
 */
export function warnOfUnseenAssignees(
  property: string,
  dataSourceId: string | undefined,
  known: PageState | undefined,
  { reminders }: Watch,
  { workspace: { key: workspace } }: Turn,
  ports: ConsumerPorts,
): void {
  if (dataSourceId === undefined || !(known?.assignees.length || reminders?.daysBefore.length)) return;
  const about = `assignees ${workspace} ${dataSourceId} ${property}`;
  warnOnce(about, UNSEEN_ASSIGNEES, { workspace, dataSourceId, property }, ports);
}

const UNSEEN_ASSIGNEES =
  'The data source has no people property of the configured name, nor a single one: nobody is told that one of its pages became theirs, and reminders wait';
