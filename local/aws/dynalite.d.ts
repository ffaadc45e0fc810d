/** What is used of dynalite, which has no types of its own. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    /** Directory of its LevelDB; without it, memory only. */
    path?: string;
    /** How long tables stay in CREATING, DELETING and UPDATING. Default 500. */
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }

  /** Closing the server closes its database too. */
  export default function dynalite(options?: Options): Server;
}
