import { randomUUID } from 'node:crypto';
import type { GeneratedImages, ScreenedRequest } from '@shoji/core';
import type { GenerateOptions, GivenImage } from '@shoji/core/generation';
import type { UpstreamClient } from '../../dialect-kit/client/client.ts';
import { readPictureAnswer } from '../../dialect-kit/client/read-answer.ts';
import { connectSocket } from '../../dialect-kit/client/socket.ts';
import { commandJson, generatedJson, generatedUpload } from '../../dialect-kit/screening/screened-body.ts';
import { FAILED, QUEUED, STEP, UPLOADED } from '../../dialects/comfyui/fields.ts';
import { isObject } from '../../wire/json/strict-json.ts';
import { isUuid } from '../../wire/uuid.ts';
import { failureOf, type GeneratorServer, unusable } from '../server.ts';
import { type PictureFile, runningAmong, waitForPicture } from './follow.ts';
import { type Used, workflowOf } from './graph.ts';

/** The connection to one ComfyUI: its client, and the requests of a generator. */
export interface ComfyServer {
  readonly client: UpstreamClient;
  readonly server: GeneratorServer;
}

interface Following {
  readonly signal: AbortSignal;
  readonly onProgress: GenerateOptions['onProgress'] | undefined;
  readonly onWaiting: GenerateOptions['onWaiting'] | undefined;
}

/** Queues one workflow for each seed, and fetches the pictures. */
export async function picturesOf(
  comfy: ComfyServer,
  request: ScreenedRequest,
  used: Used,
  { signal, onProgress, onWaiting }: Following,
): Promise<GeneratedImages> {
  const { server } = comfy;
  const clientId = randomUUID();
  const ids: string[] = [];
  let done = 0;
  const tell = (fraction: number) => onProgress?.((done + fraction) / request.seeds.length);
  const socket = listen(comfy.client, clientId, tell);
  try {
    const file = request.input && (await upload(server, request.input, signal));
    for (const seed of request.seeds)
      ids.push(await queue(server, request, { used, seed, file }, clientId, signal));
    const images = [];
    for (const id of ids) {
      const made = await waitForPicture(server, id, signal, onWaiting);
      images.push(await fetchPicture(comfy.client, made, signal));
      done++;
      tell(0);
    }
    return {
      images,
      settings: settingsOf(request, used),
      usage: [{ item: 'comfyui.image', quantity: done }],
    };
  } catch (error) {
    // One workflow that failed ends the request, so the others are cancelled.
    await takeBack(server, ids);
    throw error;
  } finally {
    socket.close();
    if (ids.length > 0)
      await server.command({ method: 'POST', path: '/history', body: commandJson({ delete: ids }) });
  }
}

/**
 * Uploads the picture to start from into the folder for previews, which the server empties when it starts.
 * @returns Its name in a workflow.
 */
async function upload(server: GeneratorServer, input: GivenImage, signal: AbortSignal): Promise<string> {
  const body = await generatedUpload(input, 'image', `shoji-${randomUUID()}`, { type: 'temp' });
  const answer = await server.ask({ method: 'POST', path: '/upload/image', body }, FAILED, signal);
  const { name, subfolder = '' } = answer.screened(UPLOADED).fields;
  // The server may have chosen another name; it is a part of the workflow.
  if (typeof name !== 'string' || !/^[\w.-]+( \(\d+\))?\.\w+$/.test(name) || subfolder !== '')
    throw unusable();
  return `${name} [temp]`;
}

/** @returns The server's id of the workflow: servers from before 2025 choose it themselves. */
async function queue(
  server: GeneratorServer,
  request: ScreenedRequest,
  { used, seed, file }: { readonly used: Used; readonly seed: number; readonly file: string | undefined },
  client_id: string,
  signal: AbortSignal,
): Promise<string> {
  const prompt_id = randomUUID();
  const body = generatedJson(request, (screened) => ({
    prompt: workflowOf(screened, used, seed, file),
    client_id,
    prompt_id,
  }));
  try {
    const answer = await server.ask({ method: 'POST', path: '/prompt', body }, QUEUED, signal);
    const { prompt_id: queued } = answer.screened(QUEUED).fields;
    if (typeof queued !== 'string' || !isUuid(queued)) throw unusable();
    return queued;
  } catch (error) {
    // It may have reached the queue before the request was cancelled.
    if (signal.aborted) await takeBack(server, [prompt_id]);
    throw error;
  }
}

/** Listens for the steps of the sampler. Without a websocket, no progress is reported between two pictures. */
function listen(client: UpstreamClient, clientId: string, tell: (fraction: number) => void) {
  return connectSocket(
    client.url,
    `/ws?clientId=${clientId}`,
    client.identity({ authorization: undefined }),
    {
      opened: () => {},
      json: (message) => {
        const { type, data } = message.screened(STEP).fields;
        const { value, max } = isObject(data) ? data : {};
        if (type === 'progress' && typeof value === 'number' && typeof max === 'number' && max > 0)
          tell(Math.min(1, value / max));
        return undefined;
      },
      binary: () => undefined,
      closed: () => {},
    },
  );
}

async function fetchPicture(client: UpstreamClient, file: PictureFile, signal: AbortSignal) {
  const path = `/view?${new URLSearchParams({ ...file })}`;
  try {
    const answer = await client.send({ method: 'GET', path }, { authorization: undefined, signal });
    return (await readPictureAnswer(answer, FAILED)).image;
  } catch (error) {
    throw failureOf(error);
  }
}

/** Takes workflows out of the queue, and interrupts them: the server interrupts only the one that runs. */
async function takeBack(server: GeneratorServer, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await server.command({ method: 'POST', path: '/queue', body: commandJson({ delete: ids }) });
  for (const prompt_id of await runningAmong(server, ids))
    await server.command({ method: 'POST', path: '/interrupt', body: commandJson({ prompt_id }) });
}

function settingsOf({ steps, guidanceScale }: ScreenedRequest, { model, sampler, scheduler, loras }: Used) {
  return {
    model,
    sampler,
    scheduler,
    steps,
    guidance_scale: guidanceScale,
    ...(loras.length > 0 && { loras: loras.map(({ name, weight }) => `${name}:${weight}`).join(', ') }),
  };
}
