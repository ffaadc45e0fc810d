import type { TargetOptions } from '../target.ts';

export interface SetupOptions extends TargetOptions {
  yes?: boolean;
  json?: boolean;
  overwrite?: boolean;
  /** Canonical ids. */
  dataSource?: string[];
  assigneeProperty?: string;
  slackChannel?: string;
}
