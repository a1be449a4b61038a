import { z } from 'zod';

/** What the process that runs tests is asked: run these while one module has another text. */
export const runRequest = z.object({
  /** Relative to the repository's root. */
  tests: z.array(z.string()),
  mutant: z.object({ path: z.string(), source: z.string() }).optional(),
  /** Stop at the first test that fails. */
  bail: z.boolean(),
});
export type RunRequest = z.infer<typeof runRequest>;

/** What it answers. `failed` names a test, or a file that does not load. */
export const runReply = z.object({
  failed: z.string().optional(),
  files: z.array(z.object({ test: z.string(), passed: z.boolean(), ms: z.number() })),
});
export type RunReply = z.infer<typeof runReply>;
