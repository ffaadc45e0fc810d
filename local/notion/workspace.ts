import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { LocalClock } from '../clock.ts';
import { DurableMap } from '../durable-map.ts';
import { notFound } from './errors.ts';
import type {
  DataSource,
  Member,
  PageParent,
  PropertySchema,
  PropertyValue,
  StoredComment,
  StoredPage,
  WorkspaceIdentity,
  WorkspaceSeed,
} from './model.ts';
import { emptyValue, propertiesOf } from './page-object.ts';
import { type PropertyInput, parseProperties } from './property-input.ts';
import { withNewOptions } from './property-options.ts';
import { type RichTextRequest, toRichText } from './rich-text.ts';
import { NORTHLIGHT } from './seed.ts';
import type { Change } from './webhook-payload.ts';

export interface WorkspaceOptions {
  clock: Pick<LocalClock, 'now'>;
  /** Where everything is kept; in memory only without it. */
  dataDir?: string | undefined;
  /** Default: Northlight Studio. */
  seed?: WorkspaceSeed;
}

/**
 * What is in the simulated workspace, and everything that can be done to it, by whom. Each change is
 * stored before the method returns. Whatever a request may get wrong is refused
 * with a `NotionError`.
 */
export class SimulatedWorkspace {
  readonly #clock: Pick<LocalClock, 'now'>;
  readonly #pages: DurableMap<StoredPage>;
  readonly #comments: DurableMap<StoredComment>;
  readonly #members: DurableMap<Member>;
  readonly #dataSources: DurableMap<DataSource>;
  readonly identity: WorkspaceIdentity;
  /** Called after each change, once it is stored. */
  onChange: (change: Change) => void = () => {};

  constructor({ clock, dataDir, seed = NORTHLIGHT }: WorkspaceOptions) {
    const fileOf = (name: string) =>
      dataDir === undefined ? undefined : join(dataDir, `notion-${name}.jsonl`);
    this.#clock = clock;
    this.identity = seed.identity;
    this.#pages = DurableMap.open<StoredPage>(fileOf('pages'));
    this.#comments = DurableMap.open<StoredComment>(fileOf('comments'));
    this.#members = DurableMap.open<Member>(fileOf('members'));
    this.#dataSources = DurableMap.open<DataSource>(fileOf('data-sources'));
    for (const dataSource of seed.dataSources) {
      if (!this.#dataSources.get(dataSource.id)) this.addDataSource(dataSource);
    }
    if (this.#members.size === 0) this.#plant(seed);
  }

  pages(): StoredPage[] {
    return [...this.#pages.values()];
  }

  page(id: string): StoredPage | undefined {
    return this.#pages.get(id);
  }

  /** Oldest first. */
  comments(pageId?: string): StoredComment[] {
    const all = [...this.#comments.values()];
    return pageId === undefined ? all : all.filter((comment) => comment.pageId === pageId);
  }

  members(): Member[] {
    return [...this.#members.values()];
  }

  readonly member = (id: string): Member | undefined => this.#members.get(id);

  dataSources(): readonly DataSource[] {
    return [...this.#dataSources.values()];
  }

  readonly dataSource = (id: string): DataSource | undefined => this.#dataSources.get(id);

  addDataSource(dataSource: DataSource): void {
    this.#dataSources.set(dataSource.id, dataSource);
  }

  /** Adds a property to a data source, or gives one that is there another name, kind or other options. */
  setProperty(dataSourceId: string, property: PropertySchema): void {
    const dataSource = this.dataSource(dataSourceId);
    if (!dataSource) throw notFound('data_source', dataSourceId);
    const isThere = dataSource.properties.some(({ id }) => id === property.id);
    const properties = isThere
      ? dataSource.properties.map((each) => (each.id === property.id ? property : each))
      : [...dataSource.properties, property];
    this.#dataSources.set(dataSourceId, { ...dataSource, properties });
  }

  addMember(member: Member): void {
    this.#members.set(member.id, member);
  }

  createPage(author: string, parent: PageParent, properties: PropertyInput = {}): StoredPage {
    const now = this.#clock.now();
    const page: StoredPage = {
      id: randomUUID(),
      parent,
      createdAt: now,
      createdBy: author,
      editedAt: now,
      editedBy: author,
      inTrash: false,
      values: this.#valuesFor(parent, properties),
    };
    this.#pages.set(page.id, page);
    this.onChange({ type: 'page.created', page, author });
    return page;
  }

  /** What stays as it was is no change, and nobody is told of it. */
  editPage(author: string, id: string, properties: PropertyInput): StoredPage {
    const page = this.#mustFind(id);
    const { values, schema } = this.#read(page.parent, properties);
    const changed = schema.filter(({ id, type }) => {
      const before: PropertyValue = page.values[id] ?? emptyValue(type);
      return values[id] !== undefined && !isDeepStrictEqual(values[id], before);
    });
    if (changed.length === 0) return page;

    const edited = this.#store(page, author, { values: { ...page.values, ...values } });
    const propertyIds = changed.filter(({ type }) => type !== 'title').map((property) => property.id);
    if (propertyIds.length < changed.length)
      this.onChange({ type: 'page.content_updated', page: edited, author });
    if (propertyIds.length > 0) {
      this.onChange({ type: 'page.properties_updated', page: edited, author, propertyIds });
    }
    return edited;
  }

  setTrash(author: string, id: string, inTrash: boolean): StoredPage {
    const page = this.#mustFind(id);
    if (page.inTrash === inTrash) return page;
    const edited = this.#store(page, author, { inTrash });
    this.onChange({ type: inTrash ? 'page.deleted' : 'page.undeleted', page: edited, author });
    return edited;
  }

  movePage(author: string, id: string, parent: PageParent): StoredPage {
    const page = this.#store(this.#mustFind(id), author, { parent });
    this.onChange({ type: 'page.moved', page, author });
    return page;
  }

  /** @param discussionId of the thread it answers; without one it begins a thread */
  comment(
    author: string,
    pageId: string,
    text: RichTextRequest,
    discussionId: string = randomUUID(),
  ): StoredComment {
    const comment: StoredComment = {
      id: randomUUID(),
      pageId: this.#mustFind(pageId).id,
      discussionId,
      createdAt: this.#clock.now(),
      createdBy: author,
      text: toRichText(text, this.member, 'rich_text'),
    };
    this.#comments.set(comment.id, comment);
    this.onChange({ type: 'comment.created', comment, author });
    return comment;
  }

  close(): void {
    this.#pages.close();
    this.#comments.close();
    this.#members.close();
    this.#dataSources.close();
  }

  #plant({ pages, members }: WorkspaceSeed): void {
    for (const page of pages(this.#clock.now())) this.#pages.set(page.id, page);
    for (const member of members) this.#members.set(member.id, member);
  }

  #valuesFor(parent: PageParent, properties: PropertyInput): Record<string, PropertyValue> {
    if (parent.type === 'page') this.#mustFind(parent.id);
    if (parent.type === 'data_source' && !this.dataSource(parent.id))
      throw notFound('data_source', parent.id);
    return this.#read(parent, properties).values;
  }

  /** What a request writes; the options that Notion makes for it are there from then on. */
  #read(parent: PageParent, input: PropertyInput) {
    const before = propertiesOf({ parent }, this);
    const schema = withNewOptions(before, input);
    const values = parseProperties(input, schema, this.member);
    if (parent.type === 'data_source') {
      for (const [index, property] of schema.entries())
        if (property !== before[index]) this.setProperty(parent.id, property);
    }
    return { values, schema };
  }

  #mustFind(id: string): StoredPage {
    const page = this.#pages.get(id);
    if (!page) throw notFound('page', id);
    return page;
  }

  #store(page: StoredPage, author: string, edit: Partial<StoredPage>): StoredPage {
    const edited = { ...page, ...edit, editedAt: this.#clock.now(), editedBy: author };
    this.#pages.set(page.id, edited);
    return edited;
  }
}
