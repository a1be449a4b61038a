/** The schema of a policy, and the pure functions that turn findings into decisions. */
export { type Decided, decideImage, decidePrompt } from './decide.ts';
export type { PresetName } from './presets.ts';
export { PolicyError } from './resolve-policy.ts';
export { type ImageThresholds, type PromptThresholds, policySchema } from './schema.ts';
export { weigh } from './weigh.ts';
