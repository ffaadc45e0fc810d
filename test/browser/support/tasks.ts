import { PEOPLE, TASKS_DATA_SOURCE } from '../../../local/notion/seed.ts';
import { type LocalStack, settled } from '../../flow/support/local-stack.ts';

/** Makes a task that somebody has from the beginning, as Femi would, and waits until it was dealt with. */
export async function announceTask(run: LocalStack, title: string, person: string): Promise<string> {
  const { id } = run.notion.workspace.createPage(
    PEOPLE.femi,
    { type: 'data_source', id: TASKS_DATA_SOURCE },
    {
      Task: { title: [{ type: 'text', text: { content: title } }] },
      Assignee: { people: [{ id: person }] },
    },
  );
  await settled(run);
  return id;
}
