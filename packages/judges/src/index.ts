export { type AzureContentSafetyOptions, azureContentSafety } from './azure-content-safety.ts';
export { type EscalateOptions, escalate } from './escalate.ts';
export type { GuardFamily, GuardPolicy } from './guard-model/families/family.ts';
export { type GuardModelOptions, guardModel } from './guard-model/guard-model.ts';
export { type OpenaiModerationOptions, openaiModeration } from './openai-moderation.ts';
export type { Judge, JudgeOptions } from './options.ts';
export { JUDGE_PRICES } from './prices.ts';
