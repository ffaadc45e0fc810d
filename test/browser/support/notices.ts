import { boardOf } from '../../../local/ui/board.ts';
import { type LocalStack, mentions } from '../../flow/support/local-stack.ts';

/** `<title>: <person's id>`, for each person who has a task. */
export function assignments({ notion }: LocalStack): string[] {
  return boardOf(notion.workspace).tasks.flatMap(({ title, assignees }) =>
    assignees.map((person) => `${title}: ${person}`),
  );
}

/** The same for each mention in a comment: who is mentioned twice is there twice. */
export function mentioned(run: LocalStack): string[] {
  return boardOf(run.notion.workspace).tasks.flatMap(({ id, title }) =>
    mentions(run, id)
      .flat()
      .map((person) => `${title}: ${person}`),
  );
}
