import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { type ScreeningEngine, ShojiRefusedError, shojiMiddleware } from '@shoji/ai-sdk';
import { generateImage, NoImageGeneratedError, type Warning, wrapImageModel } from 'ai';

/** Result of a prompt: a picture that may be shown, or the reasons for its absence. */
export type Drawn =
  | { readonly picture: Uint8Array; readonly reasons: readonly string[] }
  | { readonly refused: 'prompt' | 'picture'; readonly reasons: readonly string[] };

/**
 * Draws with a model on a server that speaks OpenAI's Images API.
 * @param baseURL The server's address, e.g. `http://127.0.0.1:8080/v1`.
 */
export function drawWith(engine: ScreeningEngine, baseURL: string): (prompt: string) => Promise<Drawn> {
  const model = wrapImageModel({
    model: createOpenAICompatible({ name: 'local', baseURL }).imageModel('stable-diffusion'),
    middleware: shojiMiddleware(engine, { fields: { local: { negative_prompt: 'negative' } } }),
  });
  return async (prompt) => {
    try {
      const { image, warnings } = await generateImage({ model, prompt });
      return { picture: image.uint8Array, reasons: sentences(warnings) };
    } catch (error) {
      if (ShojiRefusedError.isInstance(error)) {
        return { refused: 'prompt', reasons: error.warnings.map(({ message }) => message) };
      }
      if (!NoImageGeneratedError.isInstance(error)) throw error;
      const warnings = error.calls?.flatMap((call) => call.warnings) ?? [];
      return { refused: 'picture', reasons: sentences(warnings) };
    }
  };
}

/** The reasons why a picture is blurred or withheld. */
function sentences(warnings: readonly Warning[]): string[] {
  return warnings.flatMap((warning) => (warning.type === 'other' ? warning.message : []));
}
