import { standard } from '@shoji/core';
import { graveRules } from '@shoji/core/text';
import { edgeHandler } from '../src/runtime/edge/edge-handler.ts';

/** The edge's whole configuration: Lambda@Edge has no environment, so it is bundled in. Keep the policy the origin's. */
export const handler = edgeHandler({
  screen: { policy: standard, rules: [graveRules()] },
  // Replaced by its value while bundling.
  secret: process.env.SHOJI_EDGE_SECRET,
});
