import { GenerationError } from '@shoji/core';
import { isObject } from '../guard/strict-json.ts';
import { readJsonAnswer, UpstreamError } from '../providers/http/answer.ts';
import type { HttpAnswer, HttpClient } from '../providers/http/client.ts';
import { type Reading, surveyJson } from '../providers/http/reading.ts';
import { screenedJson } from '../providers/http/screened-body.ts';
import { screenTexts } from './screen-texts.ts';
import type { Call, Route } from './upstream.ts';
import { answerBody } from './wire/answer-body.ts';
import { answerJson } from './wire/answer-json.ts';
import { knownQuery } from './wire/path.ts';
import { asJson, assertUtf8, BodyError, readBytes } from './wire/read-body.ts';

/** Larger answers are handed on piece by piece. */
const WHOLE_BYTES = 1_000_000;

/** A GET that carries nothing to screen, neither way: handed on untouched, so that it costs next to nothing. */
export function passGet(client: HttpClient, path: string, query: readonly string[] = []): Route {
  return {
    method: 'GET',
    path,
    answer: async (call) => {
      await screenParams(call);
      const answer = await client.send(
        {
          method: 'GET',
          path: fill(path, call) + knownQuery(call.request.url, query),
          headers: identity(call),
        },
        call.signal,
      );
      if (answer.status >= 500) call.report(new UpstreamError(answer.status, undefined));
      return passAnswer(answer);
    },
  };
}

/**
 * A POST without a picture in its answer: every string of its JSON is screened, and what it answers is stripped of
 * anything that could be a picture.
 */
export function passPost(client: HttpClient, path: string, keys: readonly string[] = []): Route {
  const reading: Reading = {
    role: (at) => (keys.includes(String(at[0])) ? 'name' : 'prompt'),
    keys: new Set(keys),
  };
  return {
    method: 'POST',
    path,
    answer: async (call) => {
      await screenParams(call);
      assertUtf8(call.request.headers.get('Content-Type') ?? '');
      const bytes = await readBytes(call.request, call.maxBodyBytes);
      const target = { method: 'POST', path: fill(path, call), headers: identity(call) } as const;
      if (bytes.length === 0) return cleaned(await client.send(target, call.signal));
      const body = asJson(bytes);
      if (!isObject(body)) throw new BodyError(400, 'The body must be a JSON object.');
      const survey = surveyJson(body, reading);
      const prompt = await screenTexts(call, survey);
      const screened = screenedJson(body, reading, { prompt, negatives: [], pictures: [] });
      return cleaned(await client.send({ ...target, body: screened }, call.signal));
    },
  };
}

/** The routes that an operator opened, each as `METHOD /path`. @throws Error naming an entry that cannot be read. */
export function allowedRoutes(client: HttpClient, allow: readonly string[] = []): Route[] {
  return allow.map((entry) => {
    const [, method, path = ''] = /^(GET|POST) (\/[\w./{}=-]*)$/.exec(entry) ?? [];
    if (method === 'GET') return { ...passGet(client, path), answer: passGetCleaned(client, path) };
    if (method === 'POST') return passPost(client, path);
    throw new Error(`allow: ${JSON.stringify(entry)} must be like "GET /path" or "POST /path".`);
  });
}

/** Nobody vouches that an opened GET answers without pictures, so it is stripped as a POST's answer is. */
function passGetCleaned(client: HttpClient, path: string): Route['answer'] {
  return async (call) => {
    await screenParams(call);
    return cleaned(
      await client.send({ method: 'GET', path: fill(path, call), headers: identity(call) }, call.signal),
    );
  };
}

/** What a path names goes upstream too. */
export async function screenParams(call: Call): Promise<void> {
  const names = Object.values(call.params);
  if (names.length > 0) await screenTexts(call, { prompts: [], names });
}

/** The headers with which a client makes itself known to the upstream. */
export function identity({ authorization }: Pick<Call, 'authorization'>): Record<string, string> {
  // Some clients send the header without anything in it.
  return authorization ? { authorization } : {};
}

/** An answer in words, handed on as it is. @throws GenerationError when it is something else. */
export async function passAnswer(answer: HttpAnswer): Promise<Response> {
  // A route that is known to answer in words must not become a way out for pictures, or for a page that runs here.
  if (!/^(application\/json|text\/plain)\s*(;|$)|^$/i.test(answer.type))
    throw new GenerationError('generator_failed', 'The image server answered something else than text.');
  if (answer.status === 204) return answerBody(null, { status: 204 });
  const headers = { 'Content-Type': answer.type || 'application/json' };
  const length = Number(answer.header('content-length') ?? Number.POSITIVE_INFINITY);
  const whole = length <= WHOLE_BYTES || answer.header('content-encoding') !== undefined;
  const body = whole ? await answer.bytes() : streamOf(answer.passing);
  return answerBody(body, { status: answer.status, headers });
}

function streamOf(chunks: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}

async function cleaned(answer: HttpAnswer): Promise<Response> {
  if (answer.status === 204) return answerBody(null, { status: 204 });
  if (answer.header('content-length') === '0') return answerBody(null, { status: answer.status });
  const { rest } = await readJsonAnswer(answer);
  return answerJson(rest);
}

function fill(path: string, { params }: Call): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
}
