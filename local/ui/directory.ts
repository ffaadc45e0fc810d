import { decodePropertyId } from '../../lambdas/core/ids.ts';
import { titleOf } from '../notion/model.ts';
import { propertiesOf } from '../notion/page-object.ts';
import type { SimulatedWorkspace } from '../notion/workspace.ts';

/** Names for the ids that events hold; none where Notion is not simulated. */
export interface Directory {
  page(id: string): string | undefined;
  member(id: string): string | undefined;
  /** @param id as events write it */
  property(pageId: string, id: string): string | undefined;
}

export const NO_NAMES: Directory = {
  page: () => undefined,
  member: () => undefined,
  property: () => undefined,
};

export function directoryOf(workspace: SimulatedWorkspace): Directory {
  return {
    page: (id) => {
      const page = workspace.page(id);
      return page && (titleOf(page) || 'Untitled');
    },
    member: (id) => workspace.member(id)?.name ?? undefined,
    property: (pageId, id) => {
      const page = workspace.page(pageId);
      if (!page) return undefined;
      return propertiesOf(page, workspace).find((property) => property.id === decodePropertyId(id))?.name;
    },
  };
}
