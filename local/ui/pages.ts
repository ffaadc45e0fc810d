import { join, resolve } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import * as z from 'zod';
import { NotionError } from '../notion/errors.ts';
import { FAULT_NAMES } from './demonstration/fault-texts.ts';
import { assign, assignSchema, createTask, EditError, newTaskSchema } from './edits.ts';
import { readState } from './read-state.ts';
import type { LocalPagesSource } from './source.ts';

/** The local run that a request is about is handed over as `env`: `pages.fetch(request, run)`. */
interface Env {
  Bindings: LocalPagesSource;
}

/** The working directory is the project's root. */
const BROWSER_FILES = resolve('local/ui/browser');

const NO_FAULTS = 'there are fault switches only where Notion is simulated: start without a Notion token';

const faultSchema = z.strictObject({ name: z.enum(FAULT_NAMES), on: z.boolean() });
const advanceSchema = z.strictObject({ advanceMs: z.int().min(0) });

/**
 * The pages of the local run: `GET /`, its files below `/local/ui/`, and what its script and others ask for.
 *
 * | request | body | answer |
 * |---|---|---|
 * | `GET /local/state` | | `LocalState` |
 * | `POST /local/assign` | `{ pageId, people, author }`, all ids | 204 |
 * | `POST /local/tasks` | `{ title, author }` | 201 `{ id }` |
 * | `POST /local/faults` | `{ name, on }`, a `FaultName` | `{ name, on }` as it is then |
 * | `POST /local/clock` | `{ advanceMs }`, whole milliseconds | `{ now }` |
 *
 * What cannot be done is answered `{ error }`. Who may ask at all is for the server to decide.
 */
export const pages = new Hono<Env>();

pages.use(
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
    },
    referrerPolicy: 'no-referrer',
    strictTransportSecurity: false, // there is no TLS on this machine
  }),
  async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  },
);

pages.get('/', serveStatic({ path: join(BROWSER_FILES, 'index.html') }));
pages.get(
  '/local/ui/*',
  serveStatic({ root: BROWSER_FILES, rewriteRequestPath: (path) => path.slice('/local/ui'.length) }),
);

pages.get('/local/state', async (c) => c.json(await readState(c.env)));

pages.post('/local/assign', async (c) => {
  const { clock, demonstration } = c.env;
  const edit = await readBody(c, assignSchema);
  const assigned = assign(workspaceOf(c.env), edit, clock.now());
  demonstration?.noteAssigned(assigned);
  return c.body(null, 204);
});

pages.post('/local/tasks', async (c) => {
  const id = createTask(workspaceOf(c.env), await readBody(c, newTaskSchema));
  return c.json({ id }, 201);
});

pages.post('/local/faults', async (c) => {
  const { name, on } = await readBody(c, faultSchema);
  const { demonstration } = c.env;
  if (!demonstration) throw new HTTPException(409, { message: NO_FAULTS });
  return c.json({ name, on: await demonstration.set(name, on) });
});

pages.post('/local/clock', async (c) => {
  const { advanceMs } = await readBody(c, advanceSchema);
  c.env.clock.advance(advanceMs);
  return c.json({ now: c.env.clock.now() });
});

pages.notFound((c) => c.json({ error: 'there is nothing at this address' }, 404));

pages.onError((error, c) => {
  if (error instanceof EditError || error instanceof NotionError)
    return c.json({ error: error.message }, 400);
  if (error instanceof HTTPException) return c.json({ error: error.message }, error.status);
  throw error;
});

function workspaceOf({ notion }: LocalPagesSource) {
  if (notion) return notion.workspace;
  throw new HTTPException(409, { message: 'Notion is not simulated: make the change in Notion itself' });
}

async function readBody<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const value: unknown = await c.req.json().catch(() => {
    throw new HTTPException(400, { message: 'the body is not JSON' });
  });
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HTTPException(400, { message: z.prettifyError(parsed.error) });
}
