import { matchesGlob } from 'node:path';
import { isTest } from './related.ts';

/** The rooms that mutants are made in: what decides about texts and pictures, and what a person sees of it. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'core/screen': ['packages/core/src/screen/**'],
  'core/sealed': ['packages/core/src/sealed/**'],
  'core/generation': ['packages/core/src/generation/**'],
  'core/policy': ['packages/core/src/policy/**'],
  'core/text': ['packages/core/src/text/**'],
  'dialect-kit': ['packages/edge-proxy/src/dialect-kit/**'],
  wire: ['packages/edge-proxy/src/wire/**'],
  pixels: ['packages/pixels/src/**'],
  components: ['packages/extension/src/**/*.tsx'],
};

/** Word lists, helpers of tests, and the entry of a page, which mounts one component and runs in browsers only. */
const NO_SUBJECT = ['**/*.generated.ts', '**/*.test-helper.ts', '**/testing/**', '**/main.tsx'];

/** The room of a file, if it is in one. Paths are relative to the repository's root. */
export function roomOf(file: string): string | undefined {
  if (!/\.tsx?$/.test(file) || isTest(file) || NO_SUBJECT.some((glob) => matchesGlob(file, glob)))
    return undefined;
  return Object.keys(ROOMS).find((room) => ROOMS[room]?.some((glob) => matchesGlob(file, glob)));
}
