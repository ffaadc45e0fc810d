import { pageIdOf } from './cast.ts';
import type { NotionPageModel } from './notion-objects.ts';
import { FRESH } from './page-values.ts';

/** As somebody makes it. */
export function newPage(number: number, createdAt: number): NotionPageModel {
  return {
    id: pageIdOf(number + 1),
    title: `Page ${number + 1}`,
    assignees: [],
    values: FRESH,
    dueForm: 'day',
    points: null,
    link: null,
    createdAt,
    editedAt: createdAt,
    inTrash: false,
  };
}
