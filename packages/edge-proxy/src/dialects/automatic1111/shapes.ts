import {
  each,
  either,
  entries,
  flag,
  hash,
  list,
  number,
  oneOf,
  plain,
  prose,
  record,
  type Shape,
  word,
} from '../../dialect-kit/answers/shape.ts';

/** The shapes of the answers of AUTOMATIC1111's API, and of servers that speak it, route by route. */

const title = word(400);
/** A file or folder of the server, which the lists name. */
const path = word(1_000);
const scalar = either(number, flag, title);

const state = record({
  ...each('skipped interrupted stopping_generation', flag),
  ...each('job_count job_no sampling_step sampling_steps', number),
  ...each('job job_timestamp', title),
});

/** `GET /sdapi/v1/progress`, without its preview. */
export const PROGRESS = record({
  progress: number,
  eta_relative: number,
  state,
  textinfo: prose(500),
  current_task: word(128),
});

/** `POST /internal/progress`, without its preview. */
export const TASK_PROGRESS = record({
  ...each('active queued completed', flag),
  ...each('progress eta id_live_preview', number),
  textinfo: prose(500),
});

/** The shape of an error, as FastAPI and the web UI write it. */
export const ERROR = record({
  ...each('error errors message', prose(2_000)),
  detail: either(
    prose(2_000),
    list(record({ loc: list(either(number, word())), msg: prose(500), ...each('type', word()) }), 64),
  ),
  body: oneOf(''),
});

const prompt = prose(40_000);
const moved = each('width height seed_resize_from_w seed_resize_from_h', number);

/** The parsed `info` of an answer with pictures. */
export const INFO = record({
  ...moved,
  prompt,
  negative_prompt: prompt,
  all_prompts: list(prompt, 128),
  all_negative_prompts: list(prompt, 128),
  ...each('seed subseed subseed_strength cfg_scale steps batch_size denoising_strength clip_skip', number),
  ...each('all_seeds all_subseeds', list(number, 128)),
  ...each('sampler_name face_restoration_model sd_model_name sd_vae_name version scheduler', title),
  ...each('sd_model_hash sd_vae_hash', hash),
  job_timestamp: word(32),
  ...each('restore_faces is_using_inpainting_conditioning', flag),
  extra_generation_params: entries(either(number, flag, prompt), 128),
  index_of_first_image: number,
  infotexts: list(prompt, 128),
  styles: list(title, 64),
});

/** `POST /sdapi/v1/interrogate` */
export const CAPTION = record({ caption: prose(4_000) });
/** `POST /sdapi/v1/extra-*` and `/controlnet/detect`, without their pictures. */
export const TOOL = record({ html_info: prose(4_000), info: prose(500) });

/** The shape of a command's answer. */
export const DONE = plain;

const setting = either(number, flag, prose(2_000), list(scalar, 1_000), entries(scalar, 200));
const embedding = entries(
  record({
    step: number,
    ...each('sd_checkpoint sd_checkpoint_name', title),
    ...each('shape vectors', number),
  }),
);
const argument = record({
  label: prose(500),
  value: either(number, flag, prose(500), list(scalar, 100), entries(scalar, 100)),
  ...each('minimum maximum step', number),
  choices: list(scalar),
});
const memory = entries(either(number, title, entries(either(number, title), 32)), 32);
const slider = record({ name: title, ...each('value min max step', number) });

/** `GET /sdapi/v1/prompt-styles`, from which the proxy resolves the styles of a request. */
export const STYLES = list(
  record({ name: title, ...each('prompt negative_prompt negative extra', prose(10_000)), filename: path }),
);

/** Lists, and other answers without prompts and pictures, by the last word of their path. */
export const LISTS = {
  options: entries(setting, 4_000),
  'cmd-flags': entries(setting, 1_000),
  samplers: list(record({ name: title, aliases: list(title, 32), options: entries(scalar, 64) })),
  schedulers: list(
    record({
      ...each('name label', title),
      aliases: list(title, 32),
      default_rho: number,
      need_inner_model: flag,
      // The form of SD.Next.
      cls: title,
      options: entries(scalar, 128),
    }),
  ),
  upscalers: list(
    record({ ...each('name model_name', title), ...each('model_path model_url', path), scale: number }),
  ),
  'latent-upscale-modes': list(record({ name: title })),
  'sd-models': list(
    record({
      ...each('title model_name type', title),
      ...each('hash sha256', hash),
      ...each('filename config', path),
    }),
  ),
  'sd-vae': list(record({ model_name: title, filename: path })),
  'sd-modules': list(record({ model_name: title, filename: path })),
  hypernetworks: list(record({ name: title, path })),
  'face-restorers': list(record({ name: title, cmd_dir: path })),
  'realesrgan-models': list(record({ name: title, path, scale: number })),
  'prompt-styles': STYLES,
  embeddings: record({ loaded: embedding, skipped: embedding }),
  memory: record({ ram: memory, cuda: memory }),
  scripts: record(each('txt2img img2img control', list(title))),
  'script-info': list(
    record({ name: title, ...each('is_alwayson is_img2img', flag), args: list(argument, 500) }),
  ),
  extensions: list(
    record({
      ...each('name branch', title),
      remote: path,
      ...each('commit_hash version', word(64)),
      commit_date: either(number, word(64)),
      enabled: flag,
    }),
  ),
  loras: list(record({ ...each('name alias', title), path })),
} as const satisfies Record<string, Shape>;

const CONTROLNET: Readonly<Record<string, Shape>> = {
  version: record({ version: number }),
  model_list: record({ model_list: list(title) }),
  module_list: record({
    module_list: list(title),
    module_detail: entries(record({ model_free: flag, sliders: list(slider, 16) })),
  }),
  control_types: record({
    control_types: entries(
      record({
        ...each('module_list model_list', list(title)),
        ...each('default_option default_model', title),
      }),
    ),
  }),
  settings: entries(scalar, 64),
};

/** Calls that carry neither prompts nor pictures, with the shape of each answer. */
export const PASSED: readonly { readonly path: string; readonly answer: Shape; readonly errors: Shape }[] = [
  ...Object.entries(LISTS).map(([name, answer]) => ({ path: `/sdapi/v1/${name}`, answer, errors: ERROR })),
  ...Object.entries(CONTROLNET).map(([name, answer]) => ({
    path: `/controlnet/${name}`,
    answer,
    errors: ERROR,
  })),
];
