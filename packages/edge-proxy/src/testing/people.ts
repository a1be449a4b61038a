import type { ImageModerator, PromptRules } from '@shoji/core';
import { presets } from '@shoji/core';
import { finding } from '@shoji/core/testing';
import { decodeRgb } from '@shoji/pixels';
import { byColour } from './pictures.ts';

/** The word that counts as sexual in a prompt here: a neutral one. No threshold of the policy names it. */
export const SEXUALISING = 'meringue';

const words: PromptRules = {
  name: 'words',
  covers: ['suggestive'],
  match: (prompt) =>
    prompt.includes(SEXUALISING) ? [finding('suggestive', 0.6, { check: 'words', label: SEXUALISING })] : [],
};

/** Finds a face in pictures that are mostly green. */
const faces: ImageModerator = {
  name: 'faces',
  covers: ['face', 'minor'],
  async moderate(image) {
    const { data } = await decodeRgb(image);
    const [red = 0, green = 0, blue = 0] = data;
    return { findings: green > red && green > blue ? [finding('face', 0.9)] : [] };
  },
};

/** Parts of an engine in which green pictures have a face, and azure ones are nude. */
export const withFaces = {
  policy: { ...presets.mature, regenerate: { attempts: 1, from: 'withhold' } },
  rules: [words],
  moderators: [byColour, faces],
} as const;
