// A program that uses the embedded models as a library, in its main thread.
import { UnscreenedImage } from '@shoji/core';
import { openJudged } from '@shoji/core/unseal';
import { embeddedImageModerator, embeddedPromptClassifier } from '@shoji/embedded';
import { sharpCodec } from '@shoji/pixels';

const { signal } = new AbortController();
const classifier = embeddedPromptClassifier();
await classifier.classify('a dog in a suit', { signal });

const moderator = embeddedImageModerator();
const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const picture = await sharpCodec({ limits: { minSide: 1 } }).normalise(
  new UnscreenedImage(new Uint8Array(Buffer.from(png, 'base64'))),
  { signal },
);
await moderator.moderate(openJudged(picture), { signal });
