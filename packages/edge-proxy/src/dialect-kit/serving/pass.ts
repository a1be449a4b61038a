import { answerBody } from '../../wire/answer-body.ts';
import { knownQuery } from '../../wire/path.ts';
import { asJson, assertUtf8 } from '../../wire/read-body.ts';
import { readBytes } from '../../wire/read-bytes.ts';
import type { ScreenedAnswer } from '../answers/answer.ts';
import { plain, type Shape } from '../answers/shape.ts';
import type { Call } from '../call/call.ts';
import type { UpstreamClient } from '../client/client.ts';
import type { HttpAnswer } from '../client/http-answer.ts';
import { answerReader, readJsonAnswer } from '../client/read-answer.ts';
import type { Fields } from '../fields/field.ts';
import { type FieldOptions, openFields } from '../fields/open-fields.ts';
import { readFields, readOpened } from '../fields/read-fields.ts';
import { screenFields } from '../screening/screen-fields.ts';
import { screenTexts } from '../screening/screen-texts.ts';
import { screenedJson } from '../screening/screened-body.ts';
import { answerJson } from './answer-json.ts';
import type { Route } from './upstream.ts';

/** A call that carries neither prompts nor pictures, as its protocol describes it. */
export interface Passed {
  readonly path: string;
  /** The shape of its answer. */
  readonly answer: Shape;
  /** The shape of an error. */
  readonly errors?: Shape;
  /** Query parameters that are forwarded. */
  readonly query?: readonly string[];
}

/** A GET whose answer is read by the shape `answer`. Bytes equal to the last answer's are not read again. */
export function passGet(server: UpstreamClient, { path, answer, errors, query = [] }: Passed): Route {
  const read = answerReader(answer, errors);
  return {
    method: 'GET',
    path,
    answer: async (call) => {
      await screenParams(call);
      const target = fill(path, call) + knownQuery(call.request.url, query);
      const got = await server.send({ method: 'GET', path: target }, call);
      return answered(got, read);
    },
  };
}

/** A POST without a picture in its answer. Only the fields that the table names are sent. */
export function passPost(
  server: UpstreamClient,
  { path, answer, errors }: Passed,
  fields: Fields | 'open' = {},
): Route {
  return {
    method: 'POST',
    path,
    answer: async (call) => {
      await screenParams(call);
      assertUtf8(call.request.headers.get('Content-Type') ?? '');
      const bytes = await readBytes(call.request, call.maxBodyBytes);
      const target = { method: 'POST', path: fill(path, call) } as const;
      const read = async (got: HttpAnswer) => (await readJsonAnswer(got, errors)).screened(answer);
      if (bytes.length === 0) return answered(await server.send(target, call), read);
      const body = asJson(bytes);
      const sent = fields === 'open' ? readOpened(body) : readFields(body, fields);
      const screened = await screenFields(call, sent);
      const got = await server.send({ ...target, body: screenedJson(sent, screened) }, call);
      return answered(got, read, sent.dropped);
    },
  };
}

/** A route that the operator opened, where its name alone does not say enough. */
export interface OpenedRoute extends Pick<FieldOptions, 'fields'> {
  /** `GET /path` or `POST /path`. */
  readonly route: string;
  /** The shape of its answer; numbers, booleans and short words when left out. */
  readonly answer?: Shape;
}

/** Routes that the operator opened, each as `METHOD /path` or with what it may carry. */
export type OpenedRoutes = readonly (string | OpenedRoute)[];

/** @throws Error naming an entry that cannot be read. */
export function openedRoutes(server: UpstreamClient, allow: OpenedRoutes = []): Route[] {
  return allow.map((entry) => {
    const {
      route,
      answer = plain,
      fields,
    }: OpenedRoute = typeof entry === 'string' ? { route: entry } : entry;
    const [, method, path = ''] = /^(GET|POST) (\/[\w./{}=-]*)$/.exec(route) ?? [];
    if (method === 'GET') return passGet(server, { path, answer });
    if (method === 'POST')
      return passPost(server, { path, answer }, fields === undefined ? 'open' : openFields({}, { fields }));
    throw new Error(`allow: ${JSON.stringify(route)} must be like "GET /path" or "POST /path".`);
  });
}

/** Names in the path also go upstream, so the rules read them. */
async function screenParams(call: Call): Promise<void> {
  const names = Object.values(call.params);
  if (names.length > 0) await screenTexts(call, { prompts: [], names });
}

async function answered(
  got: HttpAnswer,
  read: (got: HttpAnswer) => Promise<ScreenedAnswer>,
  dropped: readonly string[] = [],
): Promise<Response> {
  if (got.isEmpty && got.status < 300) return answerBody(null, { status: got.status });
  const headers = dropped.length > 0 ? { 'X-Shoji-Warnings': 'field_dropped' } : {};
  return answerJson(await read(got), { headers });
}

function fill(path: string, { params }: Call): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '');
}
