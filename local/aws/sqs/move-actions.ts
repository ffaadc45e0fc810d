import * as z from 'zod';
import type { Action } from '../json-protocol.ts';
import { parseSqsInput, requireRange } from './errors.ts';
import type { MoveTask, MoveTasks } from './move-tasks.ts';

const startInput = z.object({
  SourceArn: z.string(),
  DestinationArn: z.string().optional(),
  MaxNumberOfMessagesPerSecond: z.number().optional(),
});
const listInput = z.object({ SourceArn: z.string(), MaxResults: z.number().optional() });

/** Redrive out of dead-letter queues. */
export function moveActions(tasks: MoveTasks): Record<string, Action> {
  return {
    StartMessageMoveTask(input) {
      const { SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond } = parseSqsInput(startInput, input);
      const request = {
        sourceArn: SourceArn,
        destinationArn: DestinationArn,
        perSecond: MaxNumberOfMessagesPerSecond,
      };
      return { TaskHandle: tasks.start(request).handle };
    },
    ListMessageMoveTasks(input) {
      const { SourceArn, MaxResults = 1 } = parseSqsInput(listInput, input);
      requireRange('MaxResults', MaxResults, 1, 10);
      return { Results: tasks.list(SourceArn, MaxResults).map(taskView) };
    },
  };
}

/** Like the service's: the handle is told only of a task that can still be cancelled. */
function taskView(task: MoveTask): object {
  return {
    TaskHandle: task.status === 'RUNNING' ? task.handle : undefined,
    Status: task.status,
    SourceArn: task.sourceArn,
    DestinationArn: task.destinationArn,
    MaxNumberOfMessagesPerSecond: task.perSecond,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    FailureReason: task.failureReason,
    StartedTimestamp: task.startedAt,
  };
}
