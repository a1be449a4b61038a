import { GenerationError, type UnscreenedImage } from '@shoji/core';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { isObject, type JsonObject } from '../../guard/strict-json.ts';
import { readJsonAnswer, UnscreenedAnswer, UpstreamError } from '../../providers/http/answer.ts';
import type { HttpAnswer } from '../../providers/http/client.ts';
import { type CutJson, parseWholeJson } from '../../providers/http/cut-json.ts';
import { fetchPicture, type PictureSources } from '../../providers/http/fetch-picture.ts';

/** What an upstream made: its pictures, and everything else it said. */
export interface Made {
  readonly images: readonly UnscreenedImage[];
  readonly rest: JsonObject;
  /** Whether it gave addresses of pictures in place of pictures. */
  readonly byUrl: boolean;
}

/** A picture that shows how far the model is. */
export type OnPartial = (image: UnscreenedImage, rest: JsonObject) => void;

/** Reads an answer, as JSON or as server-sent events, whichever the upstream chose. */
export async function readMade(
  answer: HttpAnswer,
  sources: PictureSources,
  onPartial: OnPartial,
  signal: AbortSignal,
): Promise<Made> {
  const streams = answer.status === 200 && answer.type.startsWith('text/event-stream');
  return streams ? readEvents(answer, sources, onPartial, signal) : readJson(answer, sources, signal);
}

async function readJson(answer: HttpAnswer, sources: PictureSources, signal: AbortSignal): Promise<Made> {
  const made = await readJsonAnswer(answer);
  const rest = isObject(made.rest) ? made.rest : {};
  const entries = Array.isArray(rest.data) ? rest.data : [];
  const inline = made.pictures((value) => dataOf(value).map(inlineOf));
  const images = await Promise.all(
    inline.map((image, index) => {
      const url = isObject(entries[index]) ? entries[index].url : undefined;
      return typeof url === 'string' && url !== '' ? fetchPicture(url, sources, signal) : image;
    }),
  );
  return { images, rest, byUrl: entries.some((entry) => isObject(entry) && 'url' in entry) };
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
    const rest = isObject(event.rest) ? event.rest : {};
    const type = String(rest.type);
    if (type === 'error' || isObject(rest.error)) throw new UpstreamError(400, rest);
    const [image] = event.pictures((value) => [inlineOf(value)]);
    if (image === undefined) return;
    if (type.endsWith('.partial_image')) onPartial(image, rest);
    else if (type.endsWith('.completed')) {
      const url = typeof rest.url === 'string' && rest.url !== '' ? rest.url : undefined;
      images.push(url ? fetchPicture(url, sources, signal) : Promise.resolve(image));
      last = rest;
    }
  };
  const parser = createParser({ onEvent });
  const decoder = new TextDecoder();
  for await (const chunk of answer.chunks) parser.feed(decoder.decode(chunk, { stream: true }));
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
  const data = typeof value === 'object' && value !== null && 'data' in value ? value.data : [];
  return Array.isArray(data) ? data : [];
}

/** The picture of one entry, where it is in the entry itself. */
function inlineOf(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null) return undefined;
  if ('b64_json' in entry && typeof entry.b64_json === 'string') return entry.b64_json;
  return 'url' in entry && typeof entry.url === 'string' && entry.url.startsWith('data:')
    ? entry.url
    : undefined;
}
