import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type ServiceContext, ServiceFunction } from './service-function.ts';

/** Serves the pages that comments link to. */
export class Dashboard extends ServiceFunction {
  constructor(scope: Construct, id: string, { context }: { context: ServiceContext }) {
    super(scope, id, {
      context,
      service: 'dashboard',
      description: 'Serves the pages that comments link to',
      timeout: Duration.seconds(10),
      memoryMegabytes: 256,
    });
  }
}
