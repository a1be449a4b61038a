/** What `shoji.config.ts` and programs import. */

export { rules } from '@shoji/core';
export { type Access, type AppOptions, createApp } from './app.ts';
export { type CompleteConfig, completeConfig, defineConfig, engineOf, type ShojiConfig } from './config.ts';
export { type Automatic1111Options, automatic1111 } from './dialects/automatic1111.ts';
export { type BedrockUpstreamOptions, bedrockRuntime } from './dialects/bedrock.ts';
export { type ComfyUiOptions, comfyui } from './dialects/comfyui.ts';
export { type OpenAiOptions, openai } from './dialects/openai.ts';
export { type SageMakerUpstreamOptions, sagemakerRuntime } from './dialects/sagemaker.ts';
export type { BlockMode, Upstream } from './dialects/upstream.ts';
export { sharpCodec } from './pixels/index.ts';
export * from './providers/aws/index.ts';
export * from './providers/embedded/index.ts';
export { createLog } from './runtime/log.ts';
export { type NodeOptions, type RunningServer, startServer } from './runtime/node.ts';
