import { availableParallelism } from 'node:os';

/** Commands limit by themselves how much they ask for at once, and may use every core. */
const options = () => ({ processes: availableParallelism(), waiting: Number.POSITIVE_INFINITY });

/** The embedded prompt classifier, loaded. Its package is imported here because it brings an inference runtime. */
export async function embeddedClassifier() {
  const { embeddedPromptClassifier } = await import('@shoji/embedded');
  return loaded(embeddedPromptClassifier(options()));
}

/** The embedded image moderator, loaded. */
export async function embeddedModerator() {
  const { embeddedImageModerator } = await import('@shoji/embedded');
  return loaded(embeddedImageModerator(options()));
}

/** Loading must not count against a deadline. If it fails, the check reports the reason when it is asked. */
async function loaded<Check extends { warmUp(): Promise<void> }>(check: Check): Promise<Check> {
  await check.warmUp().catch(() => {});
  return check;
}
