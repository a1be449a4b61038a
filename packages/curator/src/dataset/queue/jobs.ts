import { z } from 'zod';
import { schemas } from '../records.ts';

/** A worker's job: one content, under the first name with which it was found. */
export const jobSchema = z.object({
  /** Address of the data set; workers must be able to reach it, e.g. a shared mount or S3. */
  source: z.string(),
  path: z.string(),
  /** That of the listing; it leads to the place of a member of an archive. */
  version: z.string(),
  hash: z.string(),
  checks: z.array(z.string()).min(1),
});
export type JobData = z.infer<typeof jobSchema>;

/** A worker's answer: the findings, or the reason why it could not read the file. */
export const answerSchema = z.union([
  z.object({ record: schemas.picture }),
  z.object({ problem: z.object({ code: z.string(), message: z.string() }) }),
]);
export type JobAnswer = z.infer<typeof answerSchema>;

/** Separates Shoji's keys from other keys in one Redis. */
export const PREFIX = 'shoji';

/** One queue for each combination of moderators, so that a worker with another configuration never takes the job. */
export function queueName(checks: readonly string[]): string {
  return `dataset-${checks.toSorted().join('+').replaceAll(':', '_')}`;
}
