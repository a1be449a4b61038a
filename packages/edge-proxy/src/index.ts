/** The proxy: configuration, app and dialects. */
export { type Access, type AppOptions, createApp } from './app.ts';
export {
  type CompleteConfig,
  type ConfigDefaults,
  completeConfig,
  defineConfig,
  engineOf,
  type ShojiConfig,
} from './config.ts';
export type { BlockMode } from './dialect-kit/call/call.ts';
export type { Upstream } from './dialect-kit/serving/upstream.ts';
export { type Automatic1111Options, automatic1111 } from './dialects/automatic1111/index.ts';
export { type BedrockUpstreamOptions, bedrockRuntime } from './dialects/bedrock/index.ts';
export { type ComfyUiOptions, comfyui } from './dialects/comfyui/index.ts';
export { type OpenAiOptions, openai } from './dialects/openai/index.ts';
export { type SageMakerUpstreamOptions, sagemakerRuntime } from './dialects/sagemaker/index.ts';
