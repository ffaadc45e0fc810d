import type { RichTextItemResponse } from '@notionhq/client';
import {
  type Member as NotionMember,
  type StoredComment,
  type StoredPage,
  titleOf,
} from '../notion/model.ts';
import { heldValue, optionObject, propertiesOf } from '../notion/page-object.ts';
import type { SimulatedWorkspace } from '../notion/workspace.ts';
import type { Board, Comment, Member, Task, TextPart } from './state.ts';
import { webAddress } from './web-address.ts';

/** The simulated workspace's tasks, as somebody sees them who looks at their table. */
export function boardOf(workspace: SimulatedWorkspace): Board {
  const isTask = ({ parent, inTrash }: StoredPage) => parent.type === 'data_source' && !inTrash;
  return {
    name: workspace
      .dataSources()
      .map(({ name }) => name)
      .join(', '),
    members: workspace.members().map(toMember),
    tasks: workspace
      .pages()
      .filter(isTask)
      .sort((one, other) => one.createdAt - other.createdAt)
      .map((page) => toTask(page, workspace)),
  };
}

function toMember(member: NotionMember): Member {
  const kind = member.object === 'group' ? 'group' : member.type;
  return { id: member.id, name: nameOf(member), kind };
}

function nameOf(member: NotionMember | undefined): string {
  return member?.name ?? 'Somebody who left';
}

function toTask(page: StoredPage, workspace: SimulatedWorkspace): Task {
  const task: Task = {
    id: page.id,
    title: titleOf(page) || 'Untitled',
    assignees: [],
    comments: workspace.comments(page.id).map((comment) => toComment(comment, workspace)),
  };
  for (const property of propertiesOf(page, workspace)) {
    const value = heldValue(page, property);
    if (value.type === 'people') task.assignees = value.people;
    if (value.type === 'status') task.status = optionObject(property, value.optionId)?.name;
    if (value.type === 'date') task.due = value.date?.start;
  }
  return task;
}

function toComment(
  { id, createdAt, createdBy, text }: StoredComment,
  { member }: SimulatedWorkspace,
): Comment {
  return { id, at: createdAt, author: nameOf(member(createdBy)), text: text.map(toPart) };
}

function toPart({ type, plain_text, href }: RichTextItemResponse): TextPart {
  return {
    text: plain_text,
    style: type === 'mention' ? 'mention' : undefined,
    href: webAddress(href ?? undefined),
  };
}
