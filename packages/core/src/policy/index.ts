/** The schema of a policy, and the pure functions that make decisions of findings. */
export { type Decided, decideImage, decidePrompt } from './decide.ts';
export type { PresetName } from './presets.ts';
export { PolicyError } from './resolve-policy.ts';
export { type ImageThresholds, type PromptThresholds, policySchema } from './schema.ts';
export { weigh } from './weigh.ts';
