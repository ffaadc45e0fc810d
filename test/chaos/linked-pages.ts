/** Which pages ever linked to which over there. */
export class LinkedPages {
  readonly #links: (readonly [here: string, there: string])[] = [];

  add(here: string, there: string): void {
    this.#links.push([here, there]);
  }

  /** A page, and all that a link ever led to from it, from what led there, and so on. */
  around(pageId: string): ReadonlySet<string> {
    const found = new Set([pageId]);
    for (const one of found) {
      for (const link of this.#links) if (link.includes(one)) for (const end of link) found.add(end);
    }
    return found;
  }
}
