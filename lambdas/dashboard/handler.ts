import { handle } from 'hono/aws-lambda';
import { dashboard } from './app.ts';

export const handler = handle(dashboard());
