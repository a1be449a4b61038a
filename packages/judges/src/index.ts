export { type OpenaiModerationOptions, openaiModeration } from './openai-moderation.ts';
export type { Judge, JudgeOptions } from './options.ts';
export { JUDGE_PRICES } from './prices.ts';
