import { GenerationError, UnscreenedImage } from '@shoji/core';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { UnscreenedAnswer, UpstreamError } from '../../dialect-kit/answers/answer.ts';
import { type CutJson, parseWholeJson } from '../../dialect-kit/answers/cut-json.ts';
import { fetchPicture, type PictureSources } from '../../dialect-kit/client/fetch-picture.ts';
import { type HttpAnswer, openAnswer } from '../../dialect-kit/client/http-answer.ts';
import { readJsonAnswer } from '../../dialect-kit/client/read-answer.ts';
import { fieldOf, type JsonObject } from '../../wire/json/strict-json.ts';
import { ERROR, MADE } from './fields.ts';

/** The answer of an upstream: its pictures, and the other fields that may be forwarded. */
export interface Made {
  readonly images: readonly UnscreenedImage[];
  readonly rest: JsonObject;
  /** Whether it contains URLs instead of pictures. */
  readonly byUrl: boolean;
}

/** A partial picture that shows the model's progress. */
export type OnPartial = (image: UnscreenedImage, rest: JsonObject) => void;

/** Reads an answer, as JSON or as server-sent events, depending on its Content-Type. */
export async function readMade(
  answer: HttpAnswer,
  sources: PictureSources,
  onPartial: OnPartial,
  signal: AbortSignal,
): Promise<Made> {
  const streams = answer.status === 200 && answer.kind === 'events';
  return streams ? readEvents(answer, sources, onPartial, signal) : readJson(answer, sources, signal);
}

async function readJson(answer: HttpAnswer, sources: PictureSources, signal: AbortSignal): Promise<Made> {
  const made = await readJsonAnswer(answer, ERROR);
  let byUrl = false;
  const images = await made.picturesOrFetched(
    (value) => {
      const places = dataOf(value).map(placeOf);
      byUrl = places.some(({ address }) => address !== undefined);
      return places;
    },
    (url) => fetchPicture(url, sources, signal),
  );
  return { images, rest: made.screened(MADE).fields, byUrl };
}

async function readEvents(
  answer: HttpAnswer,
  sources: PictureSources,
  onPartial: OnPartial,
  signal: AbortSignal,
): Promise<Made> {
  const images: Promise<UnscreenedImage>[] = [];
  let last: JsonObject = {};
  const onEvent = ({ data }: EventSourceMessage) => {
    if (data === '[DONE]') return;
    const event = new UnscreenedAnswer(parse(data));
    const rest = event.screened(MADE).fields;
    const type = String(rest.type);
    const failed = event.screened(ERROR);
    if (type === 'error' || 'error' in failed.fields) throw new UpstreamError(400, failed);
    if (type.endsWith('.partial_image')) {
      const [partial] = event.pictures((value) => [placeOf(value).inline]);
      if (partial) onPartial(partial, rest);
    } else if (type.endsWith('.completed')) {
      const whole = event.picturesOrFetched(
        (value) => [placeOf(value)],
        (url) => fetchPicture(url, sources, signal),
      );
      images.push(whole.then(([image]) => image ?? new UnscreenedImage(new Uint8Array())));
      last = rest;
    }
  };
  const parser = createParser({ onEvent });
  const decoder = new TextDecoder();
  for await (const chunk of openAnswer(answer).chunks) parser.feed(decoder.decode(chunk, { stream: true }));
  const { type: _, ...rest } = last;
  return { images: await Promise.all(images), rest, byUrl: false };
}

function parse(data: string): CutJson {
  try {
    return parseWholeJson(data);
  } catch (cause) {
    throw new GenerationError('answer_unusable', 'The image server sent an event that is not JSON.', {
      cause,
    });
  }
}

function dataOf(value: unknown): readonly unknown[] {
  const data = fieldOf(value, 'data');
  return Array.isArray(data) ? data : [];
}

/** The place of an entry's picture: inline, or at a URL. */
function placeOf(entry: unknown): { readonly inline?: unknown; readonly address?: unknown } {
  if (typeof entry !== 'object' || entry === null) return {};
  if ('b64_json' in entry && typeof entry.b64_json === 'string') return { inline: entry.b64_json };
  const url = 'url' in entry && typeof entry.url === 'string' ? entry.url : '';
  if (url === '') return {};
  return url.startsWith('data:') ? { inline: url } : { address: url };
}
