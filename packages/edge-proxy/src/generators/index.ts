/** Image servers as generators of Shoji's own API. Dialects are for apps that already speak a server's protocol. */
export { type Automatic1111GeneratorOptions, automatic1111 } from './automatic1111/index.ts';
export { type ComfyUiGeneratorOptions, comfyui } from './comfyui/index.ts';
export { type OpenAiGeneratorOptions, openai } from './openai/index.ts';
