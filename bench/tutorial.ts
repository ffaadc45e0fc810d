import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@notionhq/client';

/** A third of a second, and a margin: what keeps below three calls a second. */
const PACE_MS = 350;

/**
 * The usual way, as a careful person writes it after a tutorial: read the page; for each assignee read the user,
 * then comment; never more than three calls a second. It compares nothing, so it tells everybody each time.
 */
export class Tutorial {
  readonly #client: Client;
  #nextAt = 0;
  calls = 0;

  constructor(baseUrl: string, token: string) {
    this.#client = new Client({ baseUrl, auth: token, retry: false, notionVersion: '2026-03-11' });
  }

  async work(pageId: string): Promise<void> {
    const page = await this.#paced(() => this.#client.pages.retrieve({ page_id: pageId }));
    const properties = 'properties' in page ? Object.values(page.properties) : [];
    const people = properties.flatMap((property) => (property.type === 'people' ? property.people : []));
    for (const { id } of people) {
      await this.#paced(() => this.#client.users.retrieve({ user_id: id }));
      await this.#paced(() =>
        this.#client.comments.create({
          parent: { page_id: pageId },
          rich_text: [
            { type: 'mention', mention: { user: { id } } },
            { type: 'text', text: { content: ', this page is now yours.' } },
          ],
        }),
      );
    }
  }

  async #paced<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    const now = Date.now();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + PACE_MS;
    await sleep(at - now);
    this.calls += 1;
    return call();
  }
}
