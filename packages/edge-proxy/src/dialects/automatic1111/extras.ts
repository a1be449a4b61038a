import { ImageError } from '@shoji/core';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { readComments } from '@shoji/pixels';
import { decodePicture } from '../../dialect-kit/answers/answer.ts';
import type { Shape } from '../../dialect-kit/answers/shape.ts';
import type { UpstreamClient } from '../../dialect-kit/client/client.ts';
import { readJsonAnswer } from '../../dialect-kit/client/read-answer.ts';
import type { Fields } from '../../dialect-kit/fields/field.ts';
import { readFields } from '../../dialect-kit/fields/read-fields.ts';
import { requestTexts } from '../../dialect-kit/fields/request-texts.ts';
import { screenFields } from '../../dialect-kit/screening/screen-fields.ts';
import { screenOrReplace } from '../../dialect-kit/screening/screen-picture.ts';
import { screenTexts } from '../../dialect-kit/screening/screen-texts.ts';
import { screenedJson } from '../../dialect-kit/screening/screened-body.ts';
import { answerJson } from '../../dialect-kit/serving/answer-json.ts';
import type { Route } from '../../dialect-kit/serving/upstream.ts';
import { BodyError } from '../../wire/body-error.ts';
import { fieldOf } from '../../wire/json/strict-json.ts';
import { asObject, readJson } from '../../wire/read-body.ts';
import { settingFields } from './fields.ts';
import { DONE, ERROR } from './shapes.ts';

/** A tool of the server, as its route describes it. */
export interface Tool {
  readonly path: string;
  readonly fields: Fields;
  /** The shape of its answer beside its pictures. */
  readonly answer: Shape;
  /** The places of pictures in its answer. */
  readonly pictures?: 'image' | 'images';
}

/** A POST that takes pictures and answers pictures or texts about them: both are judged. */
export function pictureTool(server: UpstreamClient, { path, fields, answer, pictures }: Tool): Route {
  return {
    method: 'POST',
    path,
    answer: async (call) => {
      const read = readFields(await readJson(call.request, call.maxBodyBytes), fields);
      const body = screenedJson(read, await screenFields(call, read));
      const got = await server.send({ method: 'POST', path, body }, call);
      const made = await readJsonAnswer(got, ERROR);
      const told = made.screened(answer);
      if (pictures === undefined) return answerJson(told);
      const images = made.pictures((value) => [fieldOf(value, pictures)].flat());
      const shown = await Promise.all(images.map((image) => screenOrReplace(image, NO_PROMPT, call)));
      return answerJson({ ...told.fields, [pictures]: pictures === 'image' ? (shown[0] ?? null) : shown });
    },
  };
}

/** `POST /sdapi/v1/png-info`, answered here: only text is read from the picture, and it came from the client itself. */
export function pngInfo(): Route {
  return {
    method: 'POST',
    path: '/sdapi/v1/png-info',
    answer: async (call) => {
      const { image } = asObject(await readJson(call.request, call.maxBodyBytes));
      if (typeof image !== 'string') throw new BodyError(400, 'image must be a picture as base64.');
      const items = await readComments(decodePicture(image)).catch((error: unknown) => {
        if (error instanceof ImageError) throw new BodyError(400, error.message);
        throw error;
      });
      return answerJson({ info: items.parameters ?? '', items, parameters: {} });
    },
  };
}

/** `POST /sdapi/v1/options`: only settings that any app may change are forwarded. */
export function options(server: UpstreamClient, allowed: readonly string[]): Route {
  const path = '/sdapi/v1/options';
  const table = settingFields(allowed);
  return {
    method: 'POST',
    path,
    answer: async (call) => {
      // Open WebUI sends back all options to change one, so options that are not allowed are dropped unread.
      const sent = Object.entries(asObject(await readJson(call.request, call.maxBodyBytes))).filter(([key]) =>
        allowed.includes(key),
      );
      const read = readFields(Object.fromEntries(sent), table);
      const { names } = requestTexts(read);
      const prompt = await screenTexts(call, { prompts: [], names });
      const body = screenedJson(read, { prompt });
      const got = await server.send({ method: 'POST', path, body }, call);
      return answerJson((await readJsonAnswer(got, ERROR)).screened(DONE));
    },
  };
}
