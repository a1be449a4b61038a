import { z } from 'zod';
import { pictureSchema } from '../records.ts';

/** What a worker is asked: one content, under the first name it was found by. */
export const jobSchema = z.object({
  /** Address of the data set; workers must be able to reach it, e.g. a shared mount or S3. */
  source: z.string(),
  path: z.string(),
  hash: z.string(),
  checks: z.array(z.string()).min(1),
});
export type JobData = z.infer<typeof jobSchema>;

/** What a worker answers: what it found, or why it could not have the file. */
export const answerSchema = z.union([
  z.object({ record: pictureSchema }),
  z.object({ problem: z.object({ code: z.string(), message: z.string() }) }),
]);
export type JobAnswer = z.infer<typeof answerSchema>;

/** Keeps Shoji's keys apart from others' in one Redis. */
export const PREFIX = 'shoji';

/** One queue for each combination of moderators, so that a worker configured otherwise never takes the job. */
export function queueName(checks: readonly string[]): string {
  return `dataset-${checks.toSorted().join('+').replaceAll(':', '_')}`;
}
