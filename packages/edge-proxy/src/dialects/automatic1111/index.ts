import { openFields } from '../../dialect-kit/fields/open-fields.ts';
import { openedRoutes, passGet, passPost } from '../../dialect-kit/serving/pass.ts';
import type { Upstream } from '../../dialect-kit/serving/upstream.ts';
import { options as optionsRoute, pictureTool, pngInfo, type Tool } from './extras.ts';
import { DETECT, EXTRA_BATCH, EXTRA_SINGLE, INTERROGATE } from './fields.ts';
import { pictures } from './pictures.ts';
import { internalProgress, progress, stop } from './progress.ts';
import { refuse } from './refusal.ts';
import { CAPTION, DONE, ERROR, PASSED, TOOL } from './shapes.ts';
import { type Automatic1111Options, webUiOf } from './web-ui.ts';

export type { Automatic1111Options } from './web-ui.ts';

/** Commands without any parameter. */
const COMMANDS =
  `refresh-checkpoints refresh-vae refresh-embeddings refresh-loras unload-checkpoint reload-checkpoint`
    .split(' ')
    .map((name) => `/sdapi/v1/${name}`);

/** The web UI's API, and other known paths of its server, which carry prompts and images too. */
const DOORS =
  /^\/(sdapi|controlnet|internal|sd_extra_networks|adetailer|sdcpp|queue|run|upload|api|file)([/=]|$)/;

/** The tools around the images. */
const TOOLS: readonly Tool[] = [
  { path: '/sdapi/v1/interrogate', fields: INTERROGATE, answer: CAPTION },
  { path: '/sdapi/v1/extra-single-image', fields: EXTRA_SINGLE, answer: TOOL, pictures: 'image' },
  { path: '/sdapi/v1/extra-batch-images', fields: EXTRA_BATCH, answer: TOOL, pictures: 'images' },
  { path: '/controlnet/detect', fields: DETECT, answer: TOOL, pictures: 'images' },
];

/**
 * The dialect of AUTOMATIC1111's web UI, Forge, SD.Next and stable-diffusion.cpp's server.
 *
 * Routes: the two that make images, the tools around them, previews, and lists. Fields: by their tables; styles, info
 * texts and scripts are resolved to the prompts they produce. Negative prompt: in each field of that kind. Images leave
 * as base64: samples, grids, maps, previews. Blocked: a labelled image, or status 422.
 *
 * @throws Error naming an option that cannot be read.
 * @example
 * ```ts
 * import { automatic1111, defineConfig } from '@shoji/edge-proxy';
 *
 * export default defineConfig({ upstreams: [automatic1111({ url: 'http://127.0.0.1:7860' })] });
 * ```
 */
export function automatic1111(options: Automatic1111Options): Upstream {
  const webUi = webUiOf(options);
  const { server, running, settings } = webUi;
  return {
    name: 'automatic1111',
    owns: (path) => DOORS.test(path),
    routes: [
      pictures(webUi, '/sdapi/v1/txt2img'),
      pictures(webUi, '/sdapi/v1/img2img'),
      progress(server, running),
      internalProgress(server, running),
      stop(server, running, '/sdapi/v1/interrupt'),
      stop(server, running, '/sdapi/v1/skip'),
      optionsRoute(server, settings),
      pngInfo(),
      ...TOOLS.map((tool) => pictureTool(server, { ...tool, fields: openFields(tool.fields, options) })),
      ...PASSED.map((passed) => passGet(server, passed)),
      ...COMMANDS.map((path) => passPost(server, { path, answer: DONE, errors: ERROR })),
      ...openedRoutes(server, options.allow),
    ],
    refuse,
  };
}
