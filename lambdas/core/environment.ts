/**
 * What each function's environment holds. The stack that writes it and the handler that reads it share
 * these types, so that drift is a compile error.
 */

/** For Powertools, which reads them itself. */
export interface PowertoolsEnvironment {
  POWERTOOLS_SERVICE_NAME: string;
  POWERTOOLS_METRICS_NAMESPACE: string;
}

/** For Node, which reads it itself. */
export interface NodeEnvironment {
  NODE_OPTIONS: string;
}

export interface IngressEnvironment {
  TABLE_NAME: string;
  QUEUE_URL: string;
  /** `/pagebell/<stage>`, without a slash at its end. */
  PARAMETER_PREFIX: string;
}

export interface ConsumerEnvironment {
  TABLE_NAME: string;
  QUEUE_URL: string;
  DEAD_LETTER_QUEUE_URL: string;
  /** `/pagebell/<stage>`, without a slash at its end. */
  PARAMETER_PREFIX: string;
  /** Address of the dashboard, without a slash at its end: comments link to it. */
  DASHBOARD_URL: string;
  /** Default: the real API. */
  NOTION_BASE_URL?: string | undefined;
  /** Of Slack's Web API. Default: the real one. */
  SLACK_API_URL?: string | undefined;
}

export interface TimerEnvironment {
  TABLE_NAME: string;
  QUEUE_URL: string;
}

export interface DashboardEnvironment {
  TABLE_NAME: string;
  QUEUE_URL: string;
  DEAD_LETTER_QUEUE_URL: string;
  /** `/pagebell/<stage>`, without a slash at its end. */
  PARAMETER_PREFIX: string;
  /** Set by a local run only: who asks from this very machine needs no key. */
  DASHBOARD_OPEN?: 'loopback' | undefined;
}

type ProcessEnvironment = Readonly<Record<string, string | undefined>>;

export function ingressEnvironment(variables: ProcessEnvironment): IngressEnvironment {
  return required(variables, 'TABLE_NAME', 'QUEUE_URL', 'PARAMETER_PREFIX');
}

export function consumerEnvironment(variables: ProcessEnvironment): ConsumerEnvironment {
  return {
    ...required(
      variables,
      'TABLE_NAME',
      'QUEUE_URL',
      'DEAD_LETTER_QUEUE_URL',
      'PARAMETER_PREFIX',
      'DASHBOARD_URL',
    ),
    NOTION_BASE_URL: variables['NOTION_BASE_URL'] || undefined,
    SLACK_API_URL: variables['SLACK_API_URL'] || undefined,
  };
}

export function timerEnvironment(variables: ProcessEnvironment): TimerEnvironment {
  return required(variables, 'TABLE_NAME', 'QUEUE_URL');
}

export function dashboardEnvironment(variables: ProcessEnvironment): DashboardEnvironment {
  return {
    ...required(variables, 'TABLE_NAME', 'QUEUE_URL', 'DEAD_LETTER_QUEUE_URL', 'PARAMETER_PREFIX'),
    DASHBOARD_OPEN: variables['DASHBOARD_OPEN'] === 'loopback' ? 'loopback' : undefined,
  };
}

/** @throws {Error} naming every variable that is missing */
function required<Name extends string>(
  variables: ProcessEnvironment,
  ...names: Name[]
): Record<Name, string> {
  const missing = names.filter((name) => !variables[name]);
  if (missing.length > 0) throw new Error(`Missing in the function's environment: ${missing.join(', ')}`);
  // Every name has a value: that was just checked.
  return Object.fromEntries(names.map((name) => [name, variables[name]])) as Record<Name, string>;
}
