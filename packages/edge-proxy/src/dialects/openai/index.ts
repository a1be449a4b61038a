import type { BlockMode, Call } from '../../dialect-kit/call/call.ts';
import { upstreamClient } from '../../dialect-kit/client/client.ts';
import { cargoOfText } from '../../dialect-kit/fields/cargo.ts';
import type { Fields } from '../../dialect-kit/fields/field.ts';
import { negative as negativeField } from '../../dialect-kit/fields/field.ts';
import { type FieldOptions, openFields } from '../../dialect-kit/fields/open-fields.ts';
import {
  moderatePictures,
  type PictureCall,
  type Settled,
  settle,
  settledPictures,
} from '../../dialect-kit/screening/moderate-pictures.ts';
import { screenTexts } from '../../dialect-kit/screening/screen-texts.ts';
import { verdictAt, verdictField, verdictHeaders } from '../../dialect-kit/screening/verdict.ts';
import { type Answer, type AnswerObject, answerJson } from '../../dialect-kit/serving/answer-json.ts';
import { type OpenedRoutes, openedRoutes, passGet } from '../../dialect-kit/serving/pass.ts';
import type { Route, Upstream } from '../../dialect-kit/serving/upstream.ts';
import { isObject } from '../../wire/json/strict-json.ts';
import { type Made, type OnPartial, readMade } from './answer.ts';
import { type Ask, type AskOptions, type NegativePromptPlace, readFormAsk, readJsonAsk } from './ask.ts';
import { ERROR, FIELDS, MODEL, MODELS } from './fields.ts';
import { refusalBody, refuse } from './refusal.ts';
import { streamPictures } from './stream.ts';

export interface OpenAiOptions extends FieldOptions {
  /** The server's address, with or without `/v1`, e.g. `https://api.openai.com`. */
  readonly url: string;
  /** The key for the server. Without it, the client's own is forwarded, unless the proxy requires keys itself. */
  readonly apiKey?: string;
  /** `error` (as OpenAI itself blocks, and so also `native`) when left out. */
  readonly blocked?: BlockMode;
  /** How a compatible server takes the negative prompt. OpenAI's own models have no negative prompt. */
  readonly negativePrompt?: NegativePromptPlace;
  /** Further hosts that pictures may be fetched from when the server answers with addresses. */
  readonly pictureHosts?: readonly string[];
  /** Further calls to forward, such as `GET /v1/files`. */
  readonly allow?: OpenedRoutes;
  /** Longest a generation may take, in seconds. */
  readonly maxSeconds?: number;
}

/** Further routes that this API is known to have: they can also carry prompts and pictures, so they are denied. */
const DOORS =
  /^\/v1\/(images|models|responses|chat|completions|files|uploads|batches|audio|embeddings|videos|assistants|threads|vector_stores|conversations|realtime|fine_tuning|edits|engines|containers)(\/|$)/;

/**
 * OpenAI's Images API, and servers that speak it.
 *
 * Routes: generations, edits, variations, and the list of models. Fields: by their table. Negative prompt: set by an
 * option. Pictures are answered as `b64_json`, `url` or events; URLs are fetched, and the screened pictures answered as
 * data. Blocked: status 400 with `moderation_blocked`.
 */
export function openai(options: OpenAiOptions): Upstream {
  const operators = options.apiKey ? `Bearer ${options.apiKey}` : undefined;
  const server = upstreamClient(options.url.replace(/\/+$/, '').replace(/\/v1$/, ''), operators);
  const mode = options.blocked ?? 'error';
  const sources = { url: server.url, hosts: options.pictureHosts ?? [] };

  const ask: AskOptions = {
    table: openFields(tableOf(options.negativePrompt), options),
    negative: options.negativePrompt,
    unknown: options.unknown,
  };

  const payers = async (call: Call): Promise<Record<string, string>> => {
    const chosen = await payersOf(call);
    return operators ? {} : chosen;
  };

  const pictures =
    (path: string, kind: string): Route['answer'] =>
    async (call) => {
      const isForm = /^multipart\/form-data\b/i.test(String(call.request.headers.get('Content-Type')));
      const read = await (isForm ? readFormAsk : readJsonAsk)(call, ask);
      let made: Made | undefined;
      const asked = (onPartial: OnPartial): PictureCall => ({
        upstream: 'openai',
        request: read.request,
        inputs: read.inputs,
        dropped: read.dropped,
        limits: { negativePrompt: read.takesNegative },
        maxMs: options.maxSeconds === undefined ? undefined : options.maxSeconds * 1_000,
        make: async (request, inputs, signal) => {
          const body = await read.body(request, inputs);
          const target = { method: 'POST', path, headers: await payers(call), body } as const;
          const answer = await server.send(target, { ...call, signal });
          const answered = await readMade(answer, sources, onPartial, signal);
          made ??= answered;
          return answered.images;
        },
      });
      if (read.fields.stream === true) {
        return streamPictures(call, {
          kind,
          start: (signal, onPartial) => moderatePictures({ ...call, signal }, asked(onPartial)),
          settle: (result) =>
            settle(
              result,
              asked(() => {}),
              call,
              mode,
            ),
          completed: (settled, index) => completedOf(settled, index, read, made),
          failed: (refusal) => refusalBody(refusal),
        });
      }
      const settled = await settledPictures(
        call,
        asked(() => {}),
        mode,
      );
      return answerJson(answerOf(settled, read, made), {
        headers: { ...verdictHeaders(settled.verdict), 'Cache-Control': 'no-store' },
      });
    };

  const passed = [
    passGet(server, { path: '/v1/models', answer: MODELS, errors: ERROR }),
    passGet(server, { path: '/v1/models/{model}', answer: MODEL, errors: ERROR }),
    ...openedRoutes(server, options.allow),
  ];
  const post = (path: string, kind: string): Route => ({
    method: 'POST',
    path,
    answer: pictures(path, kind),
  });
  return {
    name: 'openai',
    owns: (path) => DOORS.test(path),
    routes: [
      post('/v1/images/generations', 'image_generation'),
      post('/v1/images/edits', 'image_edit'),
      post('/v1/images/variations', 'image_variation'),
      ...passed,
    ],
    refuse,
  };
}

/** The field that the operator named for the negative prompt gets that role. */
function tableOf(negative: NegativePromptPlace | undefined): Fields {
  return typeof negative === 'object' ? { ...FIELDS, [negative.field]: negativeField } : FIELDS;
}

/** The account that pays, as the client chose it: only beside the client's own key, never beside the operator's. */
async function payersOf(call: Call): Promise<Record<string, string>> {
  const chosen = ['openai-organization', 'openai-project'].flatMap((name) => {
    const value = call.request.headers.get(name);
    return value !== null && /^[\w.-]{1,64}$/.test(value) && !cargoOfText(value)
      ? [[name, value] as const]
      : [];
  });
  if (chosen.length > 0) await screenTexts(call, { prompts: [], names: chosen.map(([, value]) => value) });
  return call.authorization === undefined ? {} : Object.fromEntries(chosen);
}

function answerOf({ pictures, notes, verdict }: Settled, ask: Ask, made: Made | undefined): Answer {
  const rest = made?.rest ?? {};
  const entries = Array.isArray(rest.data) ? rest.data : [];
  const format = ask.fields.response_format;
  const asUrl = format === 'url' || (format === undefined && made?.byUrl === true);
  return {
    created: Math.floor(Date.now() / 1_000),
    ...rest,
    ...(pictures[0] && { output_format: formatOf(pictures[0].image.mediaType) }),
    data: pictures.map((picture, index) => {
      const entry = isObject(entries[index]) ? entries[index] : {};
      return {
        ...revisedPrompt(notes[index], entry.revised_prompt),
        ...(asUrl ? { url: picture.dataUri } : { b64_json: picture }),
      };
    }),
    shoji: verdictField(verdict),
  };
}

function completedOf(
  { pictures, notes, verdict }: Settled,
  index: number,
  ask: Ask,
  made: Made | undefined,
): AnswerObject {
  const picture = pictures[index];
  const { data: _, ...rest } = made?.rest ?? {};
  const { size, quality, background } = ask.fields;
  return {
    created_at: Math.floor(Date.now() / 1_000),
    ...(size && { size }),
    ...(quality && { quality }),
    ...(background && { background }),
    ...rest,
    ...(picture && { output_format: formatOf(picture.image.mediaType), b64_json: picture }),
    ...revisedPrompt(notes[index], rest.revised_prompt),
    shoji: verdictField(verdictAt(verdict, index)),
  };
}

/** Written into the revised prompt, because few apps show a field that OpenAI does not have. */
function revisedPrompt(note: string | undefined, revised: unknown): { readonly revised_prompt?: string } {
  const own = typeof revised === 'string' ? [withoutMark(revised)] : [];
  const said = note === undefined ? own : [note, ...own];
  return said.length === 0 ? {} : { revised_prompt: said.join('\n') };
}

function formatOf(mediaType: string): string {
  return mediaType.replace('image/', '');
}

/** A client must not read the operator's negative prompt. */
function withoutMark(text: string): string {
  return text.replace(/<sd_cpp_extra_args>[\s\S]*/, '');
}
