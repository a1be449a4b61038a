import { z } from 'zod';

/** A request to the process that runs tests: run these with a changed text of one module. */
export const runRequest = z.object({
  /** Relative to the repository's root. */
  tests: z.array(z.string()),
  mutant: z.object({ path: z.string(), source: z.string() }).optional(),
  /** Stop at the first test that fails. */
  bail: z.boolean(),
});
export type RunRequest = z.infer<typeof runRequest>;

/** Its response. `failed` names a test and its error, or a file that does not load. */
export const runReply = z.object({
  failed: z.string().optional(),
  files: z.array(z.object({ test: z.string(), passed: z.boolean(), ms: z.number() })),
});
export type RunReply = z.infer<typeof runReply>;
