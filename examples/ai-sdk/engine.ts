import type { ScreeningEngine } from '@shoji/ai-sdk';
import { resolvePolicy, rules } from '@shoji/core';
import { embeddedImageModerator, embeddedPromptClassifier } from '@shoji/embedded';
import { sharpCodec } from '@shoji/pixels';

/** Everything that screens, without any account: word lists, two small models, and a policy. */
export const engine: ScreeningEngine = {
  policy: resolvePolicy('standard'),
  rules: [rules()],
  classifiers: [embeddedPromptClassifier()],
  moderators: [embeddedImageModerator()],
  codec: sharpCodec(),
  prices: {},
};
