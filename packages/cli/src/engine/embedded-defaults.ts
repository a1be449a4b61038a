import { AWS_PRICES } from '@shoji/aws';
import { rules } from '@shoji/core';
import type { ConfigDefaults } from '@shoji/edge-proxy';
import { embeddedImageModerator, embeddedPromptClassifier } from '@shoji/embedded';
import { sampleGenerator } from '@shoji/sample-generator';

/** The configuration of a machine without any cloud account: everything runs in this process. */
export function embeddedDefaults(): ConfigDefaults {
  return {
    policy: 'standard',
    prompt: [rules(), embeddedPromptClassifier()],
    generator: sampleGenerator(),
    image: [embeddedImageModerator()],
    prices: AWS_PRICES,
  };
}
