import type { ServerResponse } from 'node:http';
import { json, type Recorded, startRecorder, type UpstreamServer } from '@shoji/edge-proxy/testing';
import { type COLOURS, colourOf, picture } from '../pictures.ts';

/** The web UI's API, recorded from the wire and read in its source. */
export interface Automatic1111Server extends UpstreamServer {
  /** The colour of the preview that `progress` shows; none when undefined. */
  preview: keyof typeof COLOURS | undefined;
  /** Never answers a generation. It keeps working on the first one. */
  silent: boolean;
  /** Whether `progress` names the running task, as Forge's does. */
  tellsTask: boolean;
  /** Forge answers its errors without the web UI's frame. */
  failing: boolean;
}

const STYLES = [
  { name: 'painted', prompt: '{prompt}, a painting', negative_prompt: 'photo' },
  { name: 'framed', prompt: 'a pa{prompt}age', negative_prompt: '' },
  { name: 'jam', prompt: 'made of marmalade', negative_prompt: '' },
];
const LISTS: Readonly<Record<string, unknown>> = {
  '/sdapi/v1/samplers': [{ name: 'Euler a', aliases: ['k_euler_a'], options: {} }],
  '/sdapi/v1/sd-models': [{ title: 'sd-v1-5', model_name: 'sd-v1-5', hash: null }],
  '/sdapi/v1/schedulers': [{ name: 'karras', label: 'Karras', aliases: null, default_rho: 7 }],
  '/sdapi/v1/loras': [{ name: 'paper-cut', alias: 'paper-cut', path: '/srv/loras/paper-cut.safetensors' }],
  '/sdapi/v1/options': { sd_model_checkpoint: 'sd-v1-5', samples_format: 'png' },
  '/sdapi/v1/prompt-styles': STYLES,
  '/controlnet/model_list': { model_list: [] },
};

type State = Pick<Automatic1111Server, 'preview' | 'silent' | 'tellsTask' | 'failing'> & {
  /** The tasks that were not answered, in the order in which they came. */
  tasks: string[];
};

/** Starts a stand-in on a loopback port. */
export async function startAutomatic1111(port = 0): Promise<Automatic1111Server> {
  const state: State = { preview: undefined, silent: false, tellsTask: false, failing: false, tasks: [] };
  const recorder = await startRecorder((request, response) => answer(request, response, state), port);
  for (const key of ['preview', 'silent', 'tellsTask', 'failing'] as const) {
    Object.defineProperty(recorder, key, {
      get: () => state[key],
      set: (value) => Object.assign(state, { [key]: value }),
    });
  }
  return recorder as Automatic1111Server;
}

async function answer(request: Recorded, response: ServerResponse, state: State): Promise<void> {
  const [path = ''] = request.path.split('?');
  const body = request.body.length > 0 ? JSON.parse(request.body.toString()) : {};
  if (request.method === 'GET' && path in LISTS) return json(response, LISTS[path]);
  switch (path) {
    case '/sdapi/v1/txt2img':
    case '/sdapi/v1/img2img':
      if (state.silent) {
        state.tasks.push(String(body.force_task_id));
        return void request.abandoned.then(() => {
          state.tasks = state.tasks.filter((task) => task !== body.force_task_id);
        });
      }
      if (state.failing) return json(response, { detail: 'Sampler not found' }, 404);
      return json(response, await generated(body));
    case '/sdapi/v1/progress':
      return json(response, {
        progress: 0.4,
        eta_relative: 3,
        state: { job: 'scripts_txt2img', sampling_step: 8, sampling_steps: 20 },
        current_image: state.preview ? (await picture(state.preview)).toString('base64') : null,
        textinfo: null,
        ...(state.tellsTask && { current_task: state.tasks[0] ?? null }),
      });
    case '/internal/progress': {
      if (body.id_task !== state.tasks[0]) {
        return json(response, { active: false, queued: false, completed: false, textinfo: 'Waiting...' });
      }
      const preview =
        state.preview && `data:image/png;base64,${(await picture(state.preview)).toString('base64')}`;
      return json(response, {
        active: true,
        progress: 0.4,
        live_preview: preview ?? null,
        id_live_preview: 1,
      });
    }
    case '/sdapi/v1/interrupt':
    case '/sdapi/v1/options':
      return json(response, request.path.endsWith('options') ? null : {});
    case '/sdapi/v1/interrogate':
      return json(response, { caption: 'a green square' });
    case '/sdapi/v1/extra-single-image':
      return json(response, { html_info: '<p>done</p>', image: (await picture('azure')).toString('base64') });
    default:
      return json(response, { detail: 'Not Found' }, 404);
  }
}

async function generated(body: Record<string, never>): Promise<unknown> {
  const {
    prompt = '',
    negative_prompt = '',
    seed = -1,
    batch_size = 1,
    n_iter = 1,
    width = 512,
    height = 512,
  } = body;
  const n = Number(batch_size) * Number(n_iter);
  const first = Number(seed) < 0 ? 1234 : Number(seed);
  const seeds = Array.from({ length: n }, (_, index) => first + index);
  // The info text names a negative prompt where there is one, and quotes what has a comma in it.
  const negative = negative_prompt ? `\nNegative prompt: ${negative_prompt}` : '';
  const hires = body.hr_negative_prompt
    ? `, Hires negative prompt: ${JSON.stringify(body.hr_negative_prompt)}`
    : '';
  const infotexts = seeds.map(
    (each) =>
      `${prompt}${negative}\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: ${each}, Size: ${width}x${height}${hires}`,
  );
  const samples = await Promise.all(
    // A prompt with "first" in it makes only its first picture in that colour.
    seeds.map((_, index) =>
      picture(
        index > 0 && String(prompt).includes('first') ? 'green' : colourOf(String(prompt)),
        infotexts[index],
      ),
    ),
  );
  const unit = JSON.stringify(body.alwayson_scripts ?? {});
  const maps = unit.includes('ControlNet') ? [await picture('crimson', 'a map')] : [];
  const grid =
    body.save_images || String(prompt).includes('grid')
      ? [await picture(colourOf(String(prompt)), 'grid')]
      : [];
  const info = {
    prompt,
    all_prompts: seeds.map(() => prompt),
    // Extensions rewrite prompts; this is the result of one.
    sampler_name: body.sampler_name ?? 'Euler a',
    sd_model_name: 'sd-v1-5',
    steps: body.steps ?? 20,
    cfg_scale: body.cfg_scale ?? 7,
    negative_prompt: String(prompt).includes('rewritten')
      ? String(negative_prompt).replace(/, (\w+)$/, ' AND $1')
      : negative_prompt,
    all_negative_prompts: seeds.map(() => negative_prompt),
    seed: first,
    all_seeds: seeds,
    width,
    height,
    extra_generation_params: body.hr_negative_prompt
      ? { 'Hires negative prompt': body.hr_negative_prompt }
      : {},
    index_of_first_image: grid.length,
    infotexts: [...(grid.length > 0 ? [infotexts[0]] : []), ...infotexts],
  };
  return {
    images: [...grid, ...samples, ...maps].map((each) => each.toString('base64')),
    parameters: body,
    info: JSON.stringify(info),
  };
}
