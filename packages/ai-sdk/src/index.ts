export type { FieldsOf, ProviderOptions } from './fields.ts';
export { type AiSdkImageOptions, aiSdkImage, type GeneratorRole } from './generator.ts';
export type { CallRole } from './middleware/read-options.ts';
export { type RefusalCode, ShojiRefusedError } from './middleware/refused-error.ts';
export type { ImageReport, ReportedFinding, ReportedWarning, ScreenedResult } from './middleware/result.ts';
export {
  type ScreeningEngine,
  type ShojiMiddleware,
  type ShojiMiddlewareOptions,
  shojiMiddleware,
} from './middleware/shoji-middleware.ts';
export type { AiSdkImageModel } from './model.ts';
export type { TokenUsage } from './read-answer.ts';
