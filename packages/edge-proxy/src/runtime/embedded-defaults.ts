import { rules } from '@shoji/core';
import type { ConfigDefaults } from '../config.ts';
import { AWS_PRICES } from '../providers/aws/prices.ts';
import {
  embeddedImageModerator,
  embeddedPromptClassifier,
  sampleGenerator,
} from '../providers/embedded/index.ts';

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
