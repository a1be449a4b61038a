import type { BlockMode, Call } from '../../dialect-kit/call/call.ts';
import { upstreamClient } from '../../dialect-kit/client/client.ts';
import { JudgedPictures } from '../../dialect-kit/screening/judged-pictures.ts';
import { type OpenedRoutes, openedRoutes, passGet, passPost } from '../../dialect-kit/serving/pass.ts';
import type { Route, Upstream } from '../../dialect-kit/serving/upstream.ts';
import { changeHistory, tellHistory, tellOne } from './answers/history.ts';
import { tellJob, tellJobs } from './answers/jobs.ts';
import { tellNode } from './answers/node-info.ts';
import { changeQueue, interruptRun, tellQueue } from './answers/queue.ts';
import { type Comfy, objectInfoOf } from './comfy.ts';
import { FAILED, FREE_FIELDS, FREED, LISTS } from './fields.ts';
import { upload } from './files/upload.ts';
import { viewPicture } from './files/view.ts';
import type { OpenedInputs } from './graph/admit/opened-inputs.ts';
import { refuse } from './refusal.ts';
import { queuePrompt } from './requests/queue-prompt.ts';
import { converse } from './sockets/websocket.ts';
import { Conversations } from './tenants/conversations.ts';
import { Runs } from './tenants/runs.ts';

export interface ComfyUiOptions {
  /** The server's address, e.g. `http://127.0.0.1:8188`. */
  readonly url: string;
  /** The `Authorization` for a server behind a login. Without it, the client's own is forwarded. */
  readonly authorization?: string;
  /** `native` when left out: a refused prompt fails like a workflow that cannot run, and clients show the reason. */
  readonly blocked?: BlockMode;
  /** Classes of nodes that the operator allows: the texts that they make are not known. */
  readonly allowedNodes?: readonly string[];
  /** Inputs that may hold an address or a picture, e.g. `{ 'LoadImageFromUrl.url': 'address' }`; all others may not. */
  readonly fields?: OpenedInputs;
  /** Whether preview pictures of a running prompt are judged and shown; true when left out. */
  readonly previews?: boolean;
  /** Further calls to forward, such as `GET /userdata`; of their answers, numbers and short words are forwarded. */
  readonly allow?: OpenedRoutes;
}

/** The first words of the server's paths, as far as ComfyUI and its usual extensions are known. */
const DOORS =
  /^\/(api(?=\/)|ws|prompt|queue|history|interrupt|free|view|view_metadata|upload|object_info|system_stats|features|embeddings|models|extensions|settings|userdata|users|i18n|workflow_templates|global_subgraphs|experiment|internal|jobs|v2|manager|customnode|comfyui_manager)(\/|$)/;

/** The prefix of the second address of each route, for the server's frontend. */
const TWIN = '/api';

/**
 * ComfyUI.
 *
 * Routes: workflows, their queue and history, their files and input pictures, and lists; each also below `/api`.
 * Prompts: every string of a workflow, evaluated to the texts that its encoders get. Negative prompt: on the negative
 * side of each sampler. Pictures are answered by `/view` and as frames of the websocket. Blocked: a run that fails with
 * the reason. Tenants share the server and see nothing of each other: names of clients, prompts and files are kept
 * apart.
 */
export function comfyui(options: ComfyUiOptions): Upstream {
  const server = upstreamClient(options.url, options.authorization);
  const comfy: Comfy = {
    server,
    mode: options.blocked ?? 'native',
    allowedNodes: options.allowedNodes ?? [],
    fields: options.fields ?? {},
    previews: options.previews ?? true,
    runs: new Runs(),
    pictures: new JudgedPictures(),
    conversations: new Conversations(),
    objectInfo: objectInfoOf(server),
  };
  const route = (
    method: Route['method'],
    path: string,
    answer: (comfy: Comfy, call: Call) => Promise<Response>,
  ): Route => ({ method, path, answer: (call) => answer(comfy, call) });
  const routes = [
    route('POST', '/prompt', queuePrompt),
    route('GET', '/queue', tellQueue),
    route('POST', '/queue', changeQueue),
    route('POST', '/interrupt', interruptRun),
    route('GET', '/history', tellHistory),
    route('POST', '/history', changeHistory),
    route('GET', '/history/{id}', tellOne),
    route('GET', '/jobs', tellJobs),
    route('GET', '/jobs/{id}', tellJob),
    route('GET', '/view', viewPicture),
    route('POST', '/upload/image', (shared, call) => upload(shared, call, 'image')),
    route('POST', '/upload/mask', (shared, call) => upload(shared, call, 'mask')),
    { ...route('GET', '/object_info/{name}', tellNode), word: /^(?!\.+$)[\x20-\x7e]{1,128}$/ },
    route('GET', '/ws', async () => refuse(NO_SOCKET)),
    ...Object.entries(LISTS).map(([path, answer]) => passGet(server, { path, answer, errors: FAILED })),
    passPost(server, { path: '/free', answer: FREED, errors: FAILED }, FREE_FIELDS),
  ];
  return {
    name: 'comfyui',
    owns: (path) => DOORS.test(path),
    routes: [
      // The jobs exist only below /api.
      ...routes.filter(({ path }) => !path.startsWith('/jobs')),
      ...routes.map((each) => ({ ...each, path: TWIN + each.path })),
      ...openedRoutes(server, options.allow),
    ],
    sockets: ['/ws', `${TWIN}/ws`].map((path) => ({
      path,
      open: (call, socket) => converse(comfy, call, socket),
    })),
    refuse,
  };
}

const NO_SOCKET = {
  kind: 'invalid',
  status: 426,
  message:
    'This address needs a WebSocket upgrade, and this request asks for none. AWS Lambda has no websockets: poll /history/{prompt_id} there until it has an answer.',
} as const;
