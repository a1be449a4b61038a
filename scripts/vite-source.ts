import { defaultClientConditions, defaultServerConditions } from 'vite';
import { SOURCE_CONDITION } from './source-condition.ts';

/** Node does not know the condition `module`, and some packages have code there that only a bundler can resolve. */
const nodeConditions = defaultServerConditions.filter((condition) => condition !== 'module');

/** The part of a Vite or Vitest configuration that resolves this workspace's packages to their sources. */
export const SOURCE_RESOLVE = {
  resolve: { conditions: [SOURCE_CONDITION, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [SOURCE_CONDITION, ...nodeConditions] } },
};
