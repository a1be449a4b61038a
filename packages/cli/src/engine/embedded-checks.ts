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

/**
 * The embedded checks of pictures. The image moderator is loaded; the face moderator is loaded at the first picture with
 * sexual content, because Shoji asks it of no other.
 */
export async function embeddedModerators() {
  const { embeddedFaceModerator, embeddedImageModerator } = await import('@shoji/embedded');
  const moderator = embeddedImageModerator(options());
  await load({ moderators: [moderator] });
  return [moderator, embeddedFaceModerator(options())] as const;
}

/** Loading must not count against a deadline. If it fails, the check reports the reason when it is called. */
async function load(parts: EngineParts): Promise<void> {
  await warmUpParts(parts, { signal: new AbortController().signal });
}
