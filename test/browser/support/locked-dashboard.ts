import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { ROUTES } from '../../../lambdas/core/names.ts';
import type { LocalRun } from '../../../local/local-run.ts';
import { HttpApi } from '../../../local/runtime/http-api.ts';
import { lambdaEnvironment } from '../../../local/runtime/lambda-environment.ts';
import { LambdaFunction } from '../../../local/runtime/lambda-function.ts';
import { listen, stop } from '../../../local/simulation/listen.ts';

export interface LockedDashboard {
  /** `http://127.0.0.1:41234` */
  url: string;
  /** What the function logged. */
  lines: string[];
  close(): Promise<void>;
}

/**
 * The dashboard as it would be deployed, which asks for its key: the same bundle, with the environment that the
 * template gives it and nothing that a local run adds. It reads the local run's table, queues and parameters.
 */
export async function startLockedDashboard(run: LocalRun): Promise<LockedDashboard> {
  const definition = run.functions.find(({ definition: { name } }) => /dashboard/i.test(name))?.definition;
  if (!definition) throw new Error('the stack has no dashboard');
  const lines: string[] = [];
  const host = { bootstrap: resolve('local/runtime/worker-bootstrap.mjs'), sharedClock: run.clock.shared };
  const environment = lambdaEnvironment(definition, run.aws, {});
  const dashboard = new LambdaFunction(definition, environment, host, (line) => lines.push(line));
  const routes = [`GET ${ROUTES.dashboard}`, `ANY ${ROUTES.dashboard}/{proxy+}`].map((key) => ({
    key,
    functionArn: definition.arn,
  }));
  const api = new HttpApi(routes, new Map([[definition.arn, dashboard]]), run.clock);
  const server = createServer(async (request, response) => {
    const { status, headers, body } = await api.handle(request, request.url ?? '');
    response.writeHead(status, headers).end(body);
  });
  const url = await listen(server);
  const close = async () => {
    await stop(server);
    await dashboard.close();
  };
  return { url, lines, close };
}
