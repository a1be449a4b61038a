import { setTimeout as wait } from 'node:timers/promises';
import { isOutOfMemory, OUT_OF_MEMORY } from '@shoji/capacity';
import { GenerationError } from '@shoji/core';
import { FAILED, historyShape, QUEUE } from '../../dialects/comfyui/fields.ts';
import { fieldOf, isObject, type Json, type JsonObject } from '../../wire/json/strict-json.ts';
import { type GeneratorServer, unusable } from '../server.ts';
import { OUTPUT } from './graph.ts';

/** Interval of requests for a workflow's state, in milliseconds. */
const POLL_MS = 250;
/** Time-out of the last request of a cancelled call, in milliseconds. */
const LAST_MS = 2_000;

/** A file under `/view`. */
export interface PictureFile {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}

/**
 * Waits until the workflow `id` has ended.
 * @param onWaiting Called with whether it still waits in the queue.
 * @throws GenerationError why it failed; `answer_unusable` when the server no longer knows it.
 */
export async function waitForPicture(
  server: GeneratorServer,
  id: string,
  signal: AbortSignal,
  onWaiting: ((waiting: boolean) => void) | undefined,
): Promise<PictureFile> {
  let missed = 0;
  for (;;) {
    const place = await placeOf(server, id, signal);
    onWaiting?.(place === 'pending');
    const entry = (await server.list(`/history/${id}`, historyShape([id]), FAILED, signal)).fields[id];
    if (isObject(entry)) return pictureOf(entry);
    // A workflow may end between the two requests, but only once.
    missed = place === undefined ? missed + 1 : 0;
    if (missed > 1) throw unusable(new Error('the server no longer knows the workflow'));
    await wait(POLL_MS, undefined, { signal });
  }
}

/** Those of `ids` that the server works on. Empty if the server does not report it. */
export async function runningAmong(server: GeneratorServer, ids: readonly string[]): Promise<string[]> {
  const signal = AbortSignal.timeout(LAST_MS);
  const { queue_running } = await queueOf(server, signal).catch((): JsonObject => ({}));
  const running = idsOf(queue_running);
  return ids.filter((id) => running.includes(id));
}

async function placeOf(
  server: GeneratorServer,
  id: string,
  signal: AbortSignal,
): Promise<'running' | 'pending' | undefined> {
  const { queue_running, queue_pending } = await queueOf(server, signal);
  if (idsOf(queue_running).includes(id)) return 'running';
  return idsOf(queue_pending).includes(id) ? 'pending' : undefined;
}

async function queueOf(server: GeneratorServer, signal: AbortSignal): Promise<JsonObject> {
  return (await server.list('/queue', QUEUE, FAILED, signal)).fields;
}

/** Items are lists: number, id, and fields that the proxy does not read. */
function idsOf(items: Json | undefined): Json[] {
  return (Array.isArray(items) ? items : []).flatMap((item) =>
    Array.isArray(item) ? [item[1] ?? null] : [],
  );
}

function pictureOf({ status, outputs }: JsonObject): PictureFile {
  const messages = fieldOf(status, 'messages');
  const ends = (Array.isArray(messages) ? messages : []).map((each): readonly unknown[] =>
    Array.isArray(each) ? each : [],
  );
  const failed = ends.find(([type]) => type === 'execution_error');
  if (failed) throw failureOf(failed[1]);
  if (ends.some(([type]) => type === 'execution_interrupted'))
    throw new GenerationError('generator_failed', 'The image server interrupted the work.');
  const images = fieldOf(fieldOf(outputs, OUTPUT), 'images');
  const [file]: readonly unknown[] = Array.isArray(images) ? images : [];
  const { filename, subfolder = '', type = 'temp' } = isObject(file) ? file : {};
  if (typeof filename !== 'string' || typeof subfolder !== 'string' || typeof type !== 'string')
    throw unusable();
  return { filename, subfolder, type };
}

/** Why a node failed, in one plain sentence; the server's own words are the cause. */
function failureOf(error: unknown): GenerationError {
  const words = JSON.stringify([fieldOf(error, 'exception_type'), fieldOf(error, 'exception_message')]);
  const cause = new Error(words);
  if (isOutOfMemory(words)) return new GenerationError('generator_rejected', OUT_OF_MEMORY, { cause });
  return new GenerationError('answer_unusable', 'The image model failed during the generation.', { cause });
}
