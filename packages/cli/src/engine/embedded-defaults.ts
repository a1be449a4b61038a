import { rules } from '@shoji/core';
import type { ConfigDefaults } from '@shoji/edge-proxy';
import { embeddedFaceModerator, embeddedImageModerator, embeddedPromptClassifier } from '@shoji/embedded';
import { sampleGenerator } from '@shoji/sample-generator';
import { LIST_PRICES } from './list-prices.ts';

/** The configuration of a machine without any cloud account: everything runs in this process. */
export function embeddedDefaults(): ConfigDefaults {
  return {
    policy: 'standard',
    prompt: [rules(), embeddedPromptClassifier()],
    generator: sampleGenerator(),
    image: [embeddedImageModerator(), embeddedFaceModerator()],
    prices: LIST_PRICES,
  };
}
