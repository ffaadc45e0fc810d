import type {
  DataSource,
  Member,
  PropertyValue,
  StatusConfig,
  StoredPage,
  WorkspaceIdentity,
  WorkspaceSeed,
} from './model.ts';
import { authored, botMember, DAY_MS, person, plain } from './seed-parts.ts';

export const PEOPLE = {
  ana: 'a0a00000-0000-4000-8000-000000000001',
  ben: 'a0a00000-0000-4000-8000-000000000002',
  chloe: 'a0a00000-0000-4000-8000-000000000003',
  dev: 'a0a00000-0000-4000-8000-000000000004',
  elif: 'a0a00000-0000-4000-8000-000000000005',
  femi: 'a0a00000-0000-4000-8000-000000000006',
} as const;

export const PAGEBELL_BOT = 'b0700000-0000-4000-8000-000000000001';
export const DESIGN_GROUP = '96000000-0000-4000-8000-000000000001';

export const TASKS_DATABASE = 'db000000-0000-4000-8000-000000000001';
export const TASKS_DATA_SOURCE = 'd5000000-0000-4000-8000-000000000001';

/** Bare ids; the API and the webhooks show them URL-encoded. */
export const TASK_PROPERTY = {
  task: 'title',
  assignee: '{LUX',
  status: 'XGe@',
  due: 'mN:x',
  notes: 'q]Yt',
} as const;

export const TASKS = {
  homepage: '7a500000-0000-4000-8000-000000000001',
  invoices: '7a500000-0000-4000-8000-000000000002',
  onboarding: '7a500000-0000-4000-8000-000000000003',
  newsletter: '7a500000-0000-4000-8000-000000000004',
  backups: '7a500000-0000-4000-8000-000000000005',
  interviews: '7a500000-0000-4000-8000-000000000006',
  pricing: '7a500000-0000-4000-8000-000000000007',
  offsite: '7a500000-0000-4000-8000-000000000008',
} as const;

/** A page that is in no data source. */
export const HANDBOOK_PAGE = '9a6e0000-0000-4000-8000-000000000001';

const STATUS: StatusConfig = {
  options: [
    { id: 'not-started', name: 'Not started', color: 'default', description: null },
    { id: 'in-progress', name: 'In progress', color: 'blue', description: null },
    { id: 'done', name: 'Done', color: 'green', description: null },
  ],
  groups: [
    { id: 'todo-group', name: 'To-do', color: 'gray', option_ids: ['not-started'] },
    { id: 'progress-group', name: 'In progress', color: 'blue', option_ids: ['in-progress'] },
    { id: 'complete-group', name: 'Complete', color: 'green', option_ids: ['done'] },
  ],
};

/** The data source of the database of the same name. */
const TEAM_TASKS: DataSource = {
  id: TASKS_DATA_SOURCE,
  databaseId: TASKS_DATABASE,
  name: 'Team tasks',
  createdAt: Date.UTC(2026, 0, 15, 9, 30),
  createdBy: PEOPLE.ana,
  properties: [
    { id: TASK_PROPERTY.task, name: 'Task', type: 'title' },
    { id: TASK_PROPERTY.assignee, name: 'Assignee', type: 'people' },
    { id: TASK_PROPERTY.status, name: 'Status', type: 'status', status: STATUS },
    { id: TASK_PROPERTY.due, name: 'Due', type: 'date' },
    { id: TASK_PROPERTY.notes, name: 'Notes', type: 'rich_text' },
  ],
};

const IDENTITY: WorkspaceIdentity = {
  id: '5c0de000-0000-4000-8000-000000000001',
  name: 'Northlight Studio',
  integrationId: '5c0de000-0000-4000-8000-000000000002',
  subscriptionId: '5c0de000-0000-4000-8000-000000000003',
  bot: PAGEBELL_BOT,
};

function seedMembers(): Member[] {
  return [
    person(PEOPLE.ana, 'Ana Ferreira', 'ana@northlight.example'),
    person(PEOPLE.ben, 'Ben Okafor', 'ben@northlight.example'),
    person(PEOPLE.chloe, 'Chloé Laurent', 'chloe@northlight.example'),
    person(PEOPLE.dev, 'Dev Patel', 'dev@northlight.example'),
    person(PEOPLE.elif, 'Elif Yılmaz', 'elif@northlight.example'),
    person(PEOPLE.femi, 'Femi Adeyemi', 'femi@northlight.example'),
    botMember(IDENTITY),
    { object: 'group', id: DESIGN_GROUP, name: 'Design' },
  ];
}

export function seedPages(now: number): StoredPage[] {
  const { ana, ben, chloe, dev, elif } = PEOPLE;
  const tasks: Task[] = [
    {
      id: TASKS.homepage,
      title: 'Redesign the homepage',
      status: 'in-progress',
      people: [chloe, DESIGN_GROUP],
      due: 6,
    },
    { id: TASKS.invoices, title: 'Send the October invoices', status: 'not-started', people: [], due: 2 },
    { id: TASKS.onboarding, title: 'Write an onboarding guide', status: 'not-started', people: [ana] },
    {
      id: TASKS.newsletter,
      title: 'Draft the winter newsletter',
      status: 'not-started',
      people: [],
      due: 12,
    },
    {
      id: TASKS.backups,
      title: 'Test the restore of a backup',
      status: 'in-progress',
      people: [dev, ben],
      due: 1,
    },
    {
      id: TASKS.interviews,
      title: 'Interview five customers',
      status: 'in-progress',
      people: [elif],
      due: 20,
    },
    { id: TASKS.pricing, title: 'Review the pricing page', status: 'not-started', people: [] },
    { id: TASKS.offsite, title: 'Book the spring offsite', status: 'done', people: [ben], due: -3 },
  ];
  const handbook: StoredPage = {
    ...authored(PEOPLE.ana, now - 60 * DAY_MS),
    id: HANDBOOK_PAGE,
    parent: { type: 'workspace' },
    values: { title: { type: 'title', title: plain('Team handbook') } },
  };
  return [...tasks.map((task, index) => toPage(task, now, now - (30 - 3 * index) * DAY_MS)), handbook];
}

interface Task {
  id: string;
  title: string;
  status: string;
  people: string[];
  /** Days from now. */
  due?: number;
}

function toPage({ id, title, status, people, due }: Task, now: number, createdAt: number): StoredPage {
  const day = due === undefined ? null : new Date(now + due * DAY_MS).toISOString().slice(0, 10);
  const values: Record<string, PropertyValue> = {
    [TASK_PROPERTY.task]: { type: 'title', title: plain(title) },
    [TASK_PROPERTY.assignee]: { type: 'people', people },
    [TASK_PROPERTY.status]: { type: 'status', optionId: status },
    [TASK_PROPERTY.due]: {
      type: 'date',
      date: day === null ? null : { start: day, end: null, time_zone: null },
    },
    [TASK_PROPERTY.notes]: { type: 'rich_text', rich_text: [] },
  };
  return {
    ...authored(PEOPLE.ana, createdAt),
    id,
    parent: { type: 'data_source', id: TASKS_DATA_SOURCE },
    values,
  };
}

/** The workspace that is simulated first, and the only one that the demonstration's page shows. */
export const NORTHLIGHT: WorkspaceSeed = {
  identity: IDENTITY,
  dataSources: [TEAM_TASKS],
  members: seedMembers(),
  pages: seedPages,
};
