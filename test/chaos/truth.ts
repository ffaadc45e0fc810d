import { PageValues, type Values } from './page-values.ts';

/** The time from somebody's assignment to a page until its end. Times are milliseconds. */
export interface Assignment {
  pageId: string;
  personId: string;
  author: string;
  from: number;
  until: number;
  /** It stood when the schedule began, and Pagebell knew of it. */
  isOld: boolean;
  /** When the first webhook of it arrives; undefined: none does. */
  toldAt: number | undefined;
  /** Its event bears the time of others with it. */
  isCombined: boolean;
}

/** Somebody sets who is assigned to a page. */
export interface AssigneeEdit {
  pageId: string;
  people: readonly string[];
  author: string;
  at: number;
  isOld?: boolean;
  toldAt?: number | undefined;
  /** Its event bears the time of others with it. */
  isCombined?: boolean;
}

/** A page gets a due date or a status. */
export interface ValuesEdit extends Partial<Values> {
  pageId: string;
  at: number;
}

/** A page goes to the trash, or comes out of it. */
export interface TrashEdit {
  pageId: string;
  isIn: boolean;
  at: number;
  toldAt: number | undefined;
}

/** What really happened in the workspace, independent of what Pagebell makes of it. */
export class Truth {
  readonly assignments: Assignment[] = [];
  readonly values = new PageValues();
  /** Whether a page may be read though no webhook tells of it. */
  readonly #isSwept: boolean;
  /** Who made the edits of the assignee property, by page. */
  readonly #authors = new Map<string, Set<string>>();
  /** Pages that may have been read because of another edit. */
  readonly #editedOtherwise = new Set<string>();
  /** And when the first webhook of that arrives (ms). */
  readonly #inTrash = new Map<string, number | undefined>();
  readonly #everTrashed = new Set<string>();
  /** Into the trash, and out of it. */
  readonly #moves = new Map<string, { at: number; isIn: boolean }[]>();
  readonly #edits: { pageId: string; at: number }[] = [];

  constructor(isSwept: boolean) {
    this.#isSwept = isSwept;
  }

  set({ pageId, people, author, at, isOld = false, toldAt, isCombined = false }: AssigneeEdit): void {
    this.#edits.push({ pageId, at });
    for (const assignment of this.standing(pageId)) {
      if (!people.includes(assignment.personId)) assignment.until = at;
    }
    const standing = new Set(this.standing(pageId).map(({ personId }) => personId));
    for (const personId of people) {
      if (standing.has(personId)) continue;
      const until = Number.POSITIVE_INFINITY;
      this.assignments.push({ pageId, personId, author, from: at, until, isOld, toldAt, isCombined });
    }
    if (!isOld) this.#authors.set(pageId, (this.#authors.get(pageId) ?? new Set()).add(author));
  }

  /** Somebody changes what concerns no assignee, or an old event comes again: a read because of it has no author. */
  editedOtherwise(pageId: string, at: number): void {
    this.#editedOtherwise.add(pageId);
    this.#edits.push({ pageId, at });
  }

  /** Whoever reads the page because of it sees its assignees, too. */
  setValues({ pageId, at, ...values }: ValuesEdit): void {
    this.editedOtherwise(pageId, at);
    this.values.set(pageId, { ...this.values.now(pageId), ...values }, at);
  }

  /** Nobody need be told of a page in the trash. */
  trashed({ pageId, isIn, at, toldAt }: TrashEdit): void {
    this.editedOtherwise(pageId, at);
    this.#everTrashed.add(pageId);
    this.#moves.set(pageId, [...(this.#moves.get(pageId) ?? []), { at, isIn }]);
    if (isIn) this.#inTrash.set(pageId, toldAt);
    else this.#inTrash.delete(pageId);
  }

  /** The earliest first. */
  movesOf(pageId: string): readonly { at: number; isIn: boolean }[] {
    return this.#moves.get(pageId) ?? [];
  }

  /** In the trash, and no webhook told of it: no sweep finds it there. */
  isSilentlyTrashed(pageId: string): boolean {
    return this.#inTrash.has(pageId) && this.#inTrash.get(pageId) === undefined;
  }

  /** In the trash, or left out by the conditions: it is nobody's now. */
  isHidden(pageId: string): boolean {
    return this.#inTrash.has(pageId) || this.values.now(pageId).isLeftOut;
  }

  wasHidden(pageId: string): boolean {
    return this.#everTrashed.has(pageId) || this.values.of(pageId).some(({ values }) => values.isLeftOut);
  }

  isEditedWithin(pageId: string, after: number, until: number): boolean {
    return this.#edits.some((edit) => edit.pageId === pageId && edit.at > after && edit.at <= until);
  }

  standing(pageId: string): Assignment[] {
    return this.assignments.filter((one) => one.pageId === pageId && one.until === Number.POSITIVE_INFINITY);
  }

  /**
   * Whether somebody must, may or must not be told of their assignments to a page. Who made every edit of it
   * knows of them. Who made some may have made the one that Pagebell was told of.
   */
  duty(pageId: string, personId: string): 'must' | 'may' | 'must not' {
    const authors = this.#authors.get(pageId) ?? new Set();
    if (this.isHidden(pageId)) return 'may';
    if (!authors.has(personId)) return 'must';
    const isTheirsAlone = authors.size === 1 && !this.#editedOtherwise.has(pageId) && !this.#isSwept;
    return isTheirsAlone ? 'must not' : 'may';
  }

  /** Whether it was another each time who assigned them to a page, and an event says so: then they must be told. */
  isAssignedByOthers(pageId: string, personId: string): boolean {
    if (this.wasHidden(pageId)) return false;
    return this.assignments
      .filter((one) => one.pageId === pageId && one.personId === personId)
      .every(
        ({ author, isOld, toldAt, isCombined }) =>
          !isOld && !isCombined && author !== personId && toldAt !== undefined,
      );
  }
}
