import {
  defineGenerator,
  type GeneratedImages,
  type GeneratorLimits,
  type ImageGenerator,
  type ScreenedRequest,
} from '@shoji/core';
import type { GeneratorSettings } from '@shoji/core/generation';
import type { Notice } from '@shoji/core/vocabulary';
import { upstreamClient } from '../../dialect-kit/client/client.ts';
import {
  generatedJson,
  generatedUpload,
  type ScreenedBody,
} from '../../dialect-kit/screening/screened-body.ts';
import { type Made, readMade } from '../../dialects/openai/answer.ts';
import { markedPrompt, type NegativePromptPlace } from '../../dialects/openai/ask.ts';
import { ERROR, MODELS } from '../../dialects/openai/fields.ts';
import { isObject, type JsonObject } from '../../wire/json/strict-json.ts';
import {
  assertOffered,
  assertPlainTexts,
  failureOf,
  generatorServer,
  namesAt,
  SIDE,
  SIZES,
  unusable,
} from '../server.ts';

/** How {@link openai} reaches its server. */
export interface OpenAiGeneratorOptions {
  /** The server's address, with or without `/v1`, e.g. `https://api.openai.com`. */
  readonly url: string;
  readonly key?: string;
  /** Used where a request chooses none; the server's own default when left out. */
  readonly model?: string;
  /** How a compatible server takes the negative prompt. OpenAI's own models have no negative prompt. */
  readonly negativePrompt?: NegativePromptPlace;
  /**
   * Whether the server takes a picture to start from at `/v1/images/edits`. When left out, only if `model` is one of
   * OpenAI's own, all of which do; `shoji serve` asks the servers that it finds.
   */
  readonly edits?: boolean;
  /** Further hosts that pictures may be fetched from when the server answers with addresses. */
  readonly pictureHosts?: readonly string[];
  /** Replaces single limits: 4 images, sides from 64 to 2,048 in steps of 8; for OpenAI's models, sides of 1,024 and 1,536. */
  readonly limits?: Partial<
    Omit<GeneratorLimits, 'negativePrompt' | 'chooses' | 'inputImage' | 'inputStrength'>
  >;
}

/** OpenAI's own models, which always answer base64 and support three sizes. */
const OPENAI_MODELS = /^(gpt-image|chatgpt-image)/;
const OPENAI_SIDE = { min: 1_024, max: 1_536, multipleOf: 512 };
const OPENAI_SIZES = SIZES.filter(({ width, height }) => width === 1024 && height === 1024).concat(
  { width: 1536, height: 1024 },
  { width: 1024, height: 1536 },
);

const WITHOUT_SEED: Notice = {
  code: 'seed-unsent',
  message: 'OpenAI’s protocol has no seed, so a seed does not reproduce a picture.',
};

const WITHOUT_STRENGTH: Notice = {
  code: 'strength-unsent',
  message: 'OpenAI’s protocol has no strength: the model decides how much of the picture it replaces.',
};

/**
 * OpenAI's Images API, or a server that speaks it, as the generator of Shoji's own API.
 *
 * One call for each picture, all at once; when one fails the others are stopped. Steps, guidance and seeds are not sent:
 * the protocol has none. A picture to start from goes to `/v1/images/edits`; its strength is sent only with
 * `negativePrompt: 'sd_cpp_extra_args'`, whose server reads it. Billed as `openai.image` at OpenAI's own host, and as
 * `openai-compatible.image` elsewhere.
 * @example
 * ```ts
 * import { defineConfig } from '@shoji/edge-proxy';
 * import { openai } from '@shoji/edge-proxy/generators';
 *
 * const key = process.env.OPENAI_API_KEY ?? '';
 * export default defineConfig({
 *   generator: openai({ url: 'https://api.openai.com', key, model: 'gpt-image-1' }),
 * });
 * ```
 */
export const openai = defineGenerator((options: OpenAiGeneratorOptions): ImageGenerator => {
  const { url, key, model, negativePrompt, pictureHosts = [] } = options;
  const takesStrength = negativePrompt === 'sd_cpp_extra_args';
  const client = upstreamClient(
    url.replace(/\/+$/, '').replace(/\/v1$/, ''),
    key ? `Bearer ${key}` : undefined,
  );
  const server = generatorServer(client);
  const sources = { url: client.url, hosts: pictureHosts };
  // A server on the operator's machine costs nothing, whatever OpenAI's price is.
  const item = new URL(client.url).hostname === 'api.openai.com' ? 'openai.image' : 'openai-compatible.image';
  const isOpenAiModel = model !== undefined && OPENAI_MODELS.test(model);

  const choices = async (signal: AbortSignal) => {
    const { value } = await server.list('/v1/models', MODELS, ERROR, signal);
    const listed = isObject(value) ? (value.data ?? []) : value;
    return {
      models: namesAt(listed, 'id'),
      samplers: [],
      schedulers: [],
      loras: [],
      sizes: isOpenAiModel ? OPENAI_SIZES : SIZES,
    };
  };

  const ask = async (path: string, body: ScreenedBody, signal: AbortSignal): Promise<Made> => {
    try {
      const call = { method: 'POST', path, body } as const;
      const answer = await client.send(call, { authorization: undefined, signal });
      return await readMade(answer, sources, () => {}, signal);
    } catch (error) {
      throw failureOf(error);
    }
  };

  return {
    name: 'openai',
    kind: 'model',
    limits: {
      maxImages: 4,
      side: isOpenAiModel ? OPENAI_SIDE : SIDE,
      ...options.limits,
      negativePrompt: negativePrompt !== undefined,
      inputImage: options.edits ?? isOpenAiModel,
      inputStrength: takesStrength,
      chooses: ['model'],
    },
    choices: ({ signal }) => choices(signal),
    async generate(request, { signal, onProgress }): Promise<GeneratedImages> {
      assertPlainTexts(request);
      const chosen = request.chosen ?? {};
      if (chosen.model !== undefined) assertOffered(chosen, await choices(signal));
      const used = chosen.model ?? model;
      const path = request.input ? '/v1/images/edits' : '/v1/images/generations';
      const body = await bodyOf(request, used, negativePrompt);
      const failed = new AbortController();
      const either = AbortSignal.any([signal, failed.signal]);
      let done = 0;
      const one = async () => {
        const made = await ask(path, body, either);
        onProgress?.(++done / request.seeds.length);
        return made;
      };
      const made = await Promise.all(request.seeds.map(one)).catch((error: unknown) => {
        failed.abort(error);
        throw error;
      });
      const images = made.flatMap(({ images: [image] }) => (image === undefined ? [] : [image]));
      if (images.length < request.seeds.length) throw unusable();
      return {
        images,
        settings: settingsOf(used, made[0]?.rest ?? {}),
        usage: [{ item, quantity: images.length }],
        notices: request.input && !takesStrength ? [WITHOUT_SEED, WITHOUT_STRENGTH] : [WITHOUT_SEED],
      };
    },
  };
});

/** JSON, or a form with the picture to start from. */
function bodyOf(
  request: ScreenedRequest,
  model: string | undefined,
  negative: NegativePromptPlace | undefined,
): ScreenedBody | Promise<ScreenedBody> {
  const { input } = request;
  if (!input) return generatedJson(request, (screened) => fieldsOf(screened, model, negative));
  const fields = Object.entries(fieldsOf(request, model, negative));
  return generatedUpload(
    input,
    'image',
    'start',
    Object.fromEntries(fields.map(([name, value]) => [name, String(value)])),
  );
}

function fieldsOf(
  request: ScreenedRequest,
  model: string | undefined,
  negative: NegativePromptPlace | undefined,
): JsonObject {
  const { prompt, negativePrompt, width, height, input } = request;
  const marked = negative === 'sd_cpp_extra_args' && (negativePrompt !== '' || input !== undefined);
  return {
    ...(model !== undefined && { model }),
    prompt: marked ? markedPrompt(request, input && { strength: input.strength }) : prompt.text,
    ...(typeof negative === 'object' && negativePrompt !== '' && { [negative.field]: negativePrompt }),
    n: 1,
    size: `${width}x${height}`,
    ...(!OPENAI_MODELS.test(model ?? '') && { response_format: 'b64_json' }),
  };
}

function settingsOf(model: string | undefined, { size, quality }: JsonObject): GeneratorSettings {
  return {
    ...(model !== undefined && { model }),
    ...(typeof size === 'string' && { size }),
    ...(typeof quality === 'string' && { quality }),
  };
}
