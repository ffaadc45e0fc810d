import type { JournalReader } from '../../../lambdas/core/ports/journal.ts';

type Reader = Pick<JournalReader, 'latest' | 'ofPage'>;

interface Finding {
  /** Where the journal is by now. */
  find(): Promise<Reader>;
  /** What is away, in words, if it may come again after such an error; else undefined. */
  whyLost(error: unknown): string | undefined;
  /** A line for whoever looks on. */
  say(text: string): void;
}

/** A journal that is looked for again once it does not answer, such as that of a run that is started anew. */
export class LastingJournal implements Reader {
  #reader: Reader;
  #isAway = false;
  readonly #finding: Finding;

  constructor(reader: Reader, finding: Finding) {
    this.#reader = reader;
    this.#finding = finding;
  }

  latest: Reader['latest'] = (...query) => this.#reader.latest(...query);
  ofPage: Reader['ofPage'] = (...query) => this.#reader.ofPage(...query);

  /** Undefined while the journal is away, which is said once, as is that it is back. */
  async whileThere<Answer>(read: () => Promise<Answer>): Promise<Answer | undefined> {
    const { find, whyLost, say } = this.#finding;
    try {
      if (this.#isAway) this.#reader = await find();
      const answer = await read();
      if (this.#isAway) say('The journal answers again.');
      this.#isAway = false;
      return answer;
    } catch (error) {
      const why = whyLost(error);
      if (why === undefined) throw error;
      if (!this.#isAway) say(`${why}. Waiting until it answers again; Ctrl-C leaves.`);
      this.#isAway = true;
      return undefined;
    }
  }
}
