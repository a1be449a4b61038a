import { setTimeout } from 'node:timers/promises';
import type { ImageModerator } from '@shoji/core';
import { rules } from '@shoji/core';
import type { ShojiConfig } from '../../packages/edge-proxy/src/config.ts';

/** A moderator for benchmarks that finds nothing and takes a configured time, in milliseconds. */
const simulated: ImageModerator = {
  name: 'simulated',
  covers: [],
  async moderate(_, { signal }) {
    await setTimeout(Number(process.env.SIMULATED_MS ?? 0), undefined, { signal });
    return { findings: [] };
  },
};

export default { prompt: [rules()], image: [simulated] } satisfies ShojiConfig;
