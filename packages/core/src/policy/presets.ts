import type { Policy } from './schema.ts';

const COMMON = {
  illustratedFrom: 0.8,
  classify: 'before',
  // Real models need minutes. The total stays under the ten minutes after which OpenAI's SDK repeats the call, which is
  // paid again.
  deadlines: { classify: 5_000, generate: 300_000, moderate: 10_000, total: 480_000 },
} as const satisfies Partial<Policy>;

/** A function, so that a bundle has only the presets that it uses: bundlers keep an object with a spread. */
function preset(own: Omit<Policy, keyof typeof COMMON>): Policy {
  return { ...COMMON, ...own };
}

/*
 * The thresholds of prompts follow from a budget of harmless prompts that may be flagged, of many kinds and sources that
 * training did not see: strict some 3 %, standard 1.5 %, mature 0.5 %. At a score of 0.5 the standard budget is spent. In categories where the rules' mild words, which score 0.55, are weak evidence, standard warns from 0.6. `docs/measurements/prompt-operating-point.md` says what a score means, and shows the trade at other thresholds.
 */

/** For schools, children's products and brands: mild hints refuse a prompt, nothing can be uncovered. */
export const strict: Policy = /* @__PURE__ */ preset({
  name: 'strict',
  failOpen: [],
  prompt: {
    sexual: { reject: 0.4 },
    nudity: { reject: 0.4 },
    suggestive: { reject: 0.4 },
    'sexual-minors': { reject: 0.3 },
    'real-person': { warn: 0.5, reject: 0.9 },
    violence: { warn: 0.4, reject: 0.8 },
    graphic: { reject: 0.4 },
    hate: { reject: 0.4 },
    harassment: { reject: 0.4 },
    'self-harm': { reject: 0.4 },
    drugs: { reject: 0.4 },
    'alcohol-tobacco': { warn: 0.4 },
    gambling: { warn: 0.4 },
    'rude-gestures': { reject: 0.4 },
    profanity: { reject: 0.4 },
    illegal: { reject: 0.4 },
    toxicity: { reject: 0.4 },
  },
  image: {
    sexual: { withhold: 0.5 },
    nudity: { withhold: 0.5 },
    suggestive: { blur: 0.5, withhold: 0.8 },
    'sexual-minors': { withhold: 0.3 },
    'real-person': { withhold: 0.5 },
    violence: { blur: 0.5, withhold: 0.8 },
    graphic: { withhold: 0.5 },
    hate: { withhold: 0.5 },
    harassment: { withhold: 0.5 },
    'self-harm': { withhold: 0.5 },
    drugs: { withhold: 0.6 },
    'alcohol-tobacco': { blur: 0.6 },
    gambling: { blur: 0.6 },
    'rude-gestures': { blur: 0.5 },
    profanity: { blur: 0.5 },
    illegal: { withhold: 0.5 },
    toxicity: { withhold: 0.5 },
  },
  illustrated: {},
  reveal: false,
  warnedPrompt: 'blur',
  unreadPrompt: 'warn',
  regenerate: { attempts: 2, from: 'blur' },
  explain: 'category',
});

/**
 * The default: content that is unsuitable for a public place is blurred; explicit content is refused or withheld. The same
 * as `presets.standard`, for a bundle that holds no other preset.
 * @example
 * ```ts
 * const screening = createScreening({ policy: standard, rules: [rules()], classifiers: [] }, { id: 'req_1', signal });
 * ```
 */
export const standard: Policy = /* @__PURE__ */ preset({
  name: 'standard',
  failOpen: [],
  prompt: {
    sexual: { warn: 0.5, reject: 0.9 },
    nudity: { warn: 0.5, reject: 0.9 },
    suggestive: { warn: 0.5 },
    'sexual-minors': { reject: 0.4 },
    'real-person': { warn: 0.5, reject: 0.9 },
    violence: { warn: 0.6 },
    graphic: { warn: 0.5, reject: 0.9 },
    hate: { warn: 0.5, reject: 0.8 },
    harassment: { warn: 0.5, reject: 0.9 },
    'self-harm': { warn: 0.5, reject: 0.8 },
    drugs: { warn: 0.6, reject: 0.95 },
    profanity: { warn: 0.6 },
    illegal: { warn: 0.6, reject: 0.9 },
    toxicity: { warn: 0.5, reject: 0.9 },
  },
  image: {
    sexual: { blur: 0.5, withhold: 0.9 },
    nudity: { blur: 0.5, withhold: 0.95 },
    suggestive: { blur: 0.7 },
    'sexual-minors': { withhold: 0.3 },
    'real-person': { blur: 0.5, withhold: 0.9 },
    violence: { blur: 0.8 },
    graphic: { blur: 0.6, withhold: 0.95 },
    hate: { blur: 0.5, withhold: 0.8 },
    harassment: { blur: 0.6 },
    'self-harm': { blur: 0.5, withhold: 0.9 },
    drugs: { blur: 0.8 },
    'rude-gestures': { blur: 0.8 },
    profanity: { blur: 0.8 },
    illegal: { blur: 0.6, withhold: 0.9 },
    toxicity: { blur: 0.6 },
  },
  illustrated: {
    violence: { blur: 0.9 },
    suggestive: { blur: 0.85 },
  },
  reveal: true,
  warnedPrompt: 'blur',
  unreadPrompt: 'allow',
  regenerate: { attempts: 2, from: 'withhold' },
  explain: 'span',
});

/** For adults: nudity and violence are blurred and can be uncovered; unlawful or hateful content is not made. */
export const mature: Policy = /* @__PURE__ */ preset({
  name: 'mature',
  failOpen: [],
  prompt: {
    sexual: { warn: 0.8 },
    'sexual-minors': { reject: 0.4 },
    'real-person': { reject: 0.9 },
    graphic: { warn: 0.8 },
    hate: { warn: 0.6, reject: 0.9 },
    'self-harm': { warn: 0.5, reject: 0.9 },
    illegal: { warn: 0.7, reject: 0.95 },
    toxicity: { warn: 0.8 },
  },
  image: {
    sexual: { blur: 0.6 },
    nudity: { blur: 0.8 },
    'sexual-minors': { withhold: 0.3 },
    'real-person': { withhold: 0.9 },
    violence: { blur: 0.95 },
    graphic: { blur: 0.7 },
    hate: { blur: 0.6, withhold: 0.9 },
    'self-harm': { blur: 0.6 },
    illegal: { blur: 0.8 },
    toxicity: { blur: 0.8 },
  },
  illustrated: {},
  reveal: true,
  warnedPrompt: 'show',
  unreadPrompt: 'allow',
  regenerate: { attempts: 1, from: 'withhold' },
  explain: 'span',
});

/**
 * The policies an operator can name instead of writing one.
 * @example
 * ```ts
 * const policy = resolvePolicy({ extends: 'strict', reveal: false });
 * presets.standard.regenerate.attempts;
 * ```
 */
export const presets = { strict, standard, mature };
export type PresetName = keyof typeof presets;
