import { availableParallelism } from 'node:os';
import { type EngineParts, warmUpParts } from '@shoji/core/screen';

/** Commands limit their concurrency themselves, and may use every core. */
const options = () => ({ processes: availableParallelism(), waiting: Number.POSITIVE_INFINITY });

/** The embedded prompt classifier, loaded. Its package is imported here because it brings an inference runtime. */
export async function embeddedClassifier() {
  const { embeddedPromptClassifier } = await import('@shoji/embedded');
  const classifier = embeddedPromptClassifier(options());
  await load({ classifiers: [classifier] });
  return classifier;
}

/** The embedded image moderator, loaded. */
export async function embeddedModerator() {
  const { embeddedImageModerator } = await import('@shoji/embedded');
  const moderator = embeddedImageModerator(options());
  await load({ moderators: [moderator] });
  return moderator;
}

/** Loading must not count against a deadline. If it fails, the check reports the reason when it is called. */
async function load(parts: EngineParts): Promise<void> {
  await warmUpParts(parts, { signal: new AbortController().signal });
}
