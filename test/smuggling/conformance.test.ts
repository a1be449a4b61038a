/** The conformance suite for dialects, run on every dialect that ships. */
import { automatic1111, bedrockRuntime, comfyui, openai, sagemakerRuntime } from '@shoji/edge-proxy';
import { type DialectSample, dialectConformance } from '@shoji/edge-proxy/testing';
import { describe, it } from 'vitest';
import { workflow } from '../clients/comfyui-client.ts';

const aws = {
  region: 'us-west-2',
  credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
};

const DIALECTS: Readonly<Record<string, DialectSample>> = {
  AUTOMATIC1111: {
    make: (url) => automatic1111({ url, blocked: 'error' }),
    operators: {
      make: (url) => automatic1111({ url, auth: 'operator:secret' }),
      authorization: `Basic ${btoa('operator:secret')}`,
    },
    routes: [
      {
        path: '/sdapi/v1/txt2img',
        body: {
          prompt: 'a dog',
          negative_prompt: 'fog',
          hr_prompt: 'a small dog',
          steps: 20,
          cfg_scale: 7,
          sampler_name: 'Euler a',
          override_settings: { sd_vae: 'auto' },
          alwayson_scripts: { ADetailer: { args: [true, { ad_model: 'face', ad_prompt: 'a face' }] } },
        },
        prompts: [['prompt'], ['hr_prompt'], ['alwayson_scripts', 'ADetailer', 'args', 1, 'ad_prompt']],
        negatives: [['negative_prompt']],
        answer: {
          images: ['', ''],
          parameters: {},
          info: { prompt: 'a dog', seed: 1, infotexts: ['a dog\nSteps: 20, Seed: 1'] },
        },
        // An extension adds the second one after the requested picture.
        made: [
          ['images', 0],
          ['images', 1],
        ],
      },
      {
        path: '/sdapi/v1/img2img',
        body: { prompt: 'a dog', init_images: ['data:'], mask: '', denoising_strength: 0.5 },
        prompts: [['prompt']],
        pictures: [['init_images', 0]],
        answer: { images: [''], info: {} },
        made: [['images', 0]],
      },
      {
        path: '/sdapi/v1/extra-single-image',
        body: { image: '', upscaler_1: 'Lanczos', upscaling_resize: 2 },
        pictures: [['image']],
        answer: { html_info: '<p>done</p>', image: '' },
        made: [['image']],
      },
      {
        path: '/sdapi/v1/interrogate',
        body: { image: '', model: 'clip' },
        pictures: [['image']],
        answer: { caption: 'a green square' },
      },
      {
        method: 'GET',
        path: '/sdapi/v1/sd-models',
        answer: [{ title: 'a', model_name: 'a', hash: '0123', sha256: null, filename: '/a', config: null }],
      },
    ],
    failure: {
      error: 'RuntimeError',
      detail: [{ loc: ['body'], msg: 'bad', type: 'value_error' }],
      errors: 'x',
    },
  },
  ComfyUI: {
    make: (url) => comfyui({ url, blocked: 'error' }),
    operators: {
      make: (url) => comfyui({ url, authorization: 'Bearer operator' }),
      authorization: 'Bearer operator',
    },
    routes: [
      {
        path: '/prompt',
        body: { prompt: workflow('a dog') },
        prompts: [['prompt', '6', 'inputs', 'text']],
        negatives: [['prompt', '7', 'inputs', 'text']],
        answer: { prompt_id: '0e8f9b1c-6c52-4c58-9b0d-6d1f5f6e8d00', number: 1, node_errors: {} },
      },
      { method: 'GET', path: '/view?filename=x.png&type=output', answer: 'picture' },
      { method: 'GET', path: '/models/loras', answer: ['a.safetensors'] },
    ],
    failure: { error: { type: 'x', message: 'bad', details: '', extra_info: {} }, node_errors: {} },
  },
  OpenAI: {
    make: (url) => openai({ url }),
    operators: { make: (url) => openai({ url, apiKey: 'sk-operator' }), authorization: 'Bearer sk-operator' },
    routes: [
      {
        path: '/v1/images/generations',
        body: { model: 'gpt-image-1', prompt: 'a dog', size: '1024x1024', quality: 'low', user: 'someone' },
        prompts: [['prompt']],
        answer: { created: 1, data: [{ b64_json: '', revised_prompt: 'a dog' }], usage: { total_tokens: 1 } },
        made: [['data', 0, 'b64_json']],
      },
      {
        path: '/v1/images/edits',
        body: { prompt: 'a dog', images: [{ image_url: 'data:' }] },
        prompts: [['prompt']],
        pictures: [['images', 0, 'image_url']],
        answer: { data: [{ url: 'data:' }] },
        made: [['data', 0, 'url']],
      },
      {
        method: 'GET',
        path: '/v1/models',
        answer: { object: 'list', data: [{ id: 'a', object: 'model', created: 1, owned_by: 'b' }] },
      },
    ],
    failure: { error: { message: 'bad', type: 'invalid_request_error', param: null, code: 'x' } },
  },
  SageMaker: {
    make: (endpointUrl) => sagemakerRuntime({ endpointUrl, ...aws }),
    routes: [
      {
        path: '/endpoints/sd21/invocations',
        body: { prompt: 'a dog', negative_prompt: 'fog', num_inference_steps: 20, image: '' },
        prompts: [['prompt']],
        negatives: [['negative_prompt']],
        pictures: [['image']],
        answer: { generated_images: [''], prompt: 'a dog' },
        made: [['generated_images', 0]],
      },
      {
        path: '/endpoints/sdxl/invocations',
        body: { text_prompts: [{ text: 'a dog', weight: 1 }], cfg_scale: 7, sampler: 'K_EULER' },
        prompts: [['text_prompts', 0, 'text']],
        answer: { result: 'success', artifacts: [{ seed: 1, base64: '', finishReason: 'SUCCESS' }] },
        made: [['artifacts', 0, 'base64']],
      },
      {
        path: '/endpoints/bare/invocations',
        body: { inputs: 'a dog', parameters: { guidance_scale: 7, scheduler: 'ddim' } },
        prompts: [['inputs']],
        answer: 'picture',
      },
    ],
    failure: { Message: 'bad', OriginalMessage: 'worse', OriginalStatusCode: 400 },
  },
  Bedrock: {
    make: (endpointUrl) => bedrockRuntime({ endpointUrl, ...aws, blocked: 'error' }),
    routes: [
      {
        path: '/model/stability.sd3-large-v1:0/invoke',
        body: { prompt: 'a dog', negative_prompt: 'fog', mode: 'text-to-image' },
        prompts: [['prompt']],
        negatives: [['negative_prompt']],
        answer: { seeds: [1], finish_reasons: [null], images: [''] },
        made: [['images', 0]],
      },
      {
        path: '/model/stability.stable-diffusion-xl-v1/invoke',
        body: { text_prompts: [{ text: 'a dog', weight: 1 }], init_image: '' },
        prompts: [['text_prompts', 0, 'text']],
        pictures: [['init_image']],
        answer: { result: 'success', artifacts: [{ seed: 1, base64: '', finishReason: 'SUCCESS' }] },
        made: [['artifacts', 0, 'base64']],
      },
    ],
    failure: { message: 'bad' },
  },
};

describe.each(Object.entries(DIALECTS))('%s', (_, sample) => {
  for (const { name, run } of dialectConformance(sample)) it(name, run);
});
