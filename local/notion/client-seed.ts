import type {
  DataSource,
  PropertyValue,
  StatusConfig,
  StoredPage,
  WorkspaceIdentity,
  WorkspaceSeed,
} from './model.ts';
import { authored, botMember, DAY_MS, person, plain } from './seed-parts.ts';

/** Bare ids of a client's properties. */
const PROPERTY = { name: 'title', owner: 'Ow}n', state: 'St:e', deadline: 'dL@x' } as const;

const STATE: StatusConfig = {
  options: [
    { id: 'waiting', name: 'Waiting', color: 'default', description: null },
    { id: 'doing', name: 'Doing', color: 'yellow', description: null },
    { id: 'shipped', name: 'Shipped', color: 'green', description: null },
  ],
  groups: [
    { id: 'to-do', name: 'To-do', color: 'gray', option_ids: ['waiting'] },
    { id: 'in-progress', name: 'In progress', color: 'blue', option_ids: ['doing'] },
    { id: 'complete', name: 'Complete', color: 'green', option_ids: ['shipped'] },
  ],
};

/** A workspace beside the first one, with ids that no other has: people, their pages and options are named otherwise. */
export interface ClientSeed extends WorkspaceSeed {
  people: { gita: string; hugo: string };
  deliverables: string;
}

/** @param number tells such workspaces apart: 1 to 65,535 */
export function clientSeed(number: number): ClientSeed {
  const idOf = (kind: string, counter: number) =>
    `${kind}-${number.toString(16).padStart(4, '0')}-4000-8000-${String(counter).padStart(12, '0')}`;
  const people = { gita: idOf('a0a00000', 1), hugo: idOf('a0a00000', 2) };
  const identity: WorkspaceIdentity = {
    id: idOf('5c0de000', 1),
    name: `Harbour Lane ${number}`,
    integrationId: idOf('5c0de000', 2),
    subscriptionId: idOf('5c0de000', 3),
    bot: idOf('b0700000', 1),
  };
  const dataSource: DataSource = {
    id: idOf('d5000000', 1),
    databaseId: idOf('db000000', 1),
    name: 'Deliverables',
    createdAt: Date.UTC(2026, 1, 2, 8),
    createdBy: people.gita,
    properties: [
      { id: PROPERTY.name, name: 'Name', type: 'title' },
      { id: PROPERTY.owner, name: 'Owner', type: 'people' },
      { id: PROPERTY.state, name: 'State', type: 'status', status: STATE },
      { id: PROPERTY.deadline, name: 'Deadline', type: 'date' },
    ],
  };
  const titles = ['New homepage', 'Newsletter for winter', 'Prices on the website'];
  return {
    identity,
    people,
    deliverables: dataSource.id,
    dataSources: [dataSource],
    members: [
      person(people.gita, 'Gita Rao', 'gita@harbourlane.example'),
      person(people.hugo, 'Hugo Brandt', 'hugo@harbourlane.example'),
      botMember(identity),
    ],
    pages: (now) =>
      titles.map((title, index): StoredPage => {
        const values: Record<string, PropertyValue> = {
          [PROPERTY.name]: { type: 'title', title: plain(title) },
          [PROPERTY.owner]: { type: 'people', people: index === 0 ? [people.gita] : [] },
          [PROPERTY.state]: { type: 'status', optionId: 'waiting' },
          [PROPERTY.deadline]: { type: 'date', date: null },
        };
        return {
          ...authored(people.gita, now - (20 - index) * DAY_MS),
          id: idOf('7a500000', index + 1),
          parent: { type: 'data_source', id: dataSource.id },
          values,
        };
      }),
  };
}
