import type { GenerationResult, ScreenedRequest, UnscreenedImage } from '@shoji/core';
import type { Replaced } from '../../dialect-kit/answers/own-words.ts';
import type { Call } from '../../dialect-kit/call/call.ts';
import { readJsonAnswer } from '../../dialect-kit/client/read-answer.ts';
import { sentenceOf } from '../../dialect-kit/placeholder/phrases.ts';
import {
  moderatePictures,
  type PictureCall,
  type Settled,
  settle,
} from '../../dialect-kit/screening/moderate-pictures.ts';
import { screenOrReplace } from '../../dialect-kit/screening/screen-picture.ts';
import type { GivenPictures } from '../../dialect-kit/screening/screened-body.ts';
import type { ShownPicture } from '../../dialect-kit/screening/shown-picture.ts';
import { reasonOf, verdictField, verdictHeaders } from '../../dialect-kit/screening/verdict.ts';
import { answerJson } from '../../dialect-kit/serving/answer-json.ts';
import type { Route } from '../../dialect-kit/serving/upstream.ts';
import { fieldOf, type JsonObject } from '../../wire/json/strict-json.ts';
import { readJson } from '../../wire/read-body.ts';
import { type Made, ownInfo, readMade, withNotes } from './answer.ts';
import { type Ask, readAsk } from './ask.ts';
import { ERROR } from './shapes.ts';
import { stylesOf } from './styles.ts';
import type { WebUi } from './web-ui.ts';

/** The server's work for one call. */
interface Work {
  /** The server's answers: one for each attempt, or for each image that was generated again. */
  readonly made: Made[];
  /** The negative prompts of the newest attempt, as they were sent. */
  replaced: readonly Replaced[];
}

/** `POST /sdapi/v1/txt2img` and `/img2img`: reads the request, makes and screens the images, and answers them. */
export function pictures(webUi: WebUi, path: string): Route {
  const answer = async (call: Call): Promise<Response> => {
    const sent = await readJson(call.request, call.maxBodyBytes);
    const task = `task(${call.id})`;
    const ask = await readAsk(sent, { ...webUi, task, styles: () => stylesOf(webUi.server, call) });
    const work: Work = { made: [], replaced: [] };
    const asked: PictureCall = {
      upstream: 'automatic1111',
      request: ask.request,
      inputs: ask.inputs,
      dropped: ask.dropped,
      regenerates: !ask.scripted,
      maxMs: webUi.maxMs,
      make: (request, inputs, signal) =>
        makeImages(webUi, path, ask, work, request, inputs, { ...call, signal }),
    };
    const { caller, evidence } = call;
    const owner = { id: task, named: ask.named, caller, evidence };
    const result = await webUi.running.follow(owner, moderatePictures(call, asked));
    const settled = await settle(result, asked, call, webUi.blocked);
    const besides = await imagesBeside(settled, work, ask, call);
    const images = [...besides.grid, ...settled.pictures, ...besides.others];
    const info = settled.refused
      ? refusedInfo(settled, ask, call)
      : { ...infoOf(result, settled, work, ask), index_of_first_image: besides.grid.length };
    return answerJson(
      {
        images: fieldOf(sent, 'send_images') === false ? [] : images,
        parameters: ask.typed,
        info: JSON.stringify(info),
        shoji: verdictField(settled.verdict),
      },
      { headers: { ...verdictHeaders(settled.verdict), 'Cache-Control': 'no-store' } },
    );
  };
  return { method: 'POST', path, answer };
}

/** Makes the images of one attempt at the server, and records its answer. */
async function makeImages(
  { server }: WebUi,
  path: string,
  ask: Ask,
  work: Work,
  request: ScreenedRequest,
  inputs: GivenPictures,
  call: Call,
): Promise<UnscreenedImage[]> {
  const typed = [ask.request.negativePrompt, ...ask.request.otherNegativePrompts];
  work.replaced = [request.negativePrompt, ...request.otherNegativePrompts].map((sent, index) => ({
    sent,
    typed: typed[index] ?? '',
  }));
  const images: UnscreenedImage[] = [];
  for (const seeds of batches(request.seeds, ask)) {
    const body = ask.body(request, inputs, seeds);
    const answer = await server.send({ method: 'POST', path, body }, call);
    const made = readMade(await readJsonAnswer(answer, ERROR), seeds.length);
    work.made.push(made);
    images.push(...made.samples);
  }
  return images;
}

/** One call for all images as the client asked; one call per image when their seeds are not consecutive. */
function batches(seeds: readonly number[], { request, scripted }: Ask): (readonly number[])[] {
  return scripted || seeds.length === request.n ? [seeds] : seeds.map((seed) => [seed]);
}

/**
 * The screened images that the server puts before and after those asked for. Its grid shows all of them, so it is
 * answered only if each was clear at the first attempt.
 */
async function imagesBeside(
  { verdict, prompt }: Settled,
  { made: [first, ...more] }: Work,
  { request: { width, height } }: Ask,
  call: Call,
): Promise<{ readonly grid: ShownPicture[]; readonly others: ShownPicture[] }> {
  if (first === undefined) return { grid: [], others: [] };
  const untouched = more.length === 0 && verdict.images.every((decision) => decision === 'clear');
  const screen = (images: readonly UnscreenedImage[]) =>
    Promise.all(images.map((image) => screenOrReplace(image, prompt, call, { width, height })));
  const [grid, others] = await Promise.all([
    screen(untouched && first.grid ? [first.grid] : []),
    screen(first.others),
  ]);
  return { grid, others };
}

/** The server's `info` with the client's own texts, the seeds that were used, and the reason for each changed image. */
function infoOf(
  result: GenerationResult,
  { notes }: Settled,
  { made: [first], replaced }: Work,
  { scripted }: Ask,
): JsonObject {
  const seeds = result.status === 'completed' && !scripted ? result.seeds : [];
  return withNotes(ownInfo(first?.info ?? {}, replaced, seeds), notes);
}

/** `info` when no image was made: apps read the first info text, the seed and the size. */
function refusedInfo({ verdict }: Settled, { request }: Ask, { language }: Call): JsonObject {
  const text = sentenceOf(reasonOf('prompt', verdict.warnings, verdict.decision === 'unchecked'), language);
  const { width, height, prompt, negativePrompt, n } = request;
  return {
    prompt,
    negative_prompt: negativePrompt,
    all_prompts: Array.from({ length: n }, () => prompt),
    seed: -1,
    all_seeds: Array.from({ length: n }, () => -1),
    width,
    height,
    index_of_first_image: 0,
    infotexts: Array.from({ length: n }, () => text),
  };
}
