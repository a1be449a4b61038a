import { ImageError } from '@shoji/core';
import { isObject, type JsonObject } from '../../guard/strict-json.ts';
import { readComments } from '../../pixels/index.ts';
import { decodePicture, readJsonAnswer } from '../../providers/http/answer.ts';
import type { HttpClient } from '../../providers/http/client.ts';
import { type Reading, surveyJson } from '../../providers/http/reading.ts';
import { screenedJson } from '../../providers/http/screened-body.ts';
import { NO_PROMPT, screenInput, screenOrReplace } from '../screen-picture.ts';
import { screenTexts } from '../screen-texts.ts';
import type { Call, Route } from '../upstream.ts';
import { answerJson } from '../wire/answer-json.ts';
import { inputPictures } from '../wire/input-pictures.ts';
import { BodyError, readJson } from '../wire/read-body.ts';

type Headers = (call: Call) => Record<string, string>;

/** A POST that takes pictures and answers pictures or words about them: both are judged. */
export function pictureTool(
  client: HttpClient,
  headers: Headers,
  path: string,
  keys: {
    readonly pictures: RegExp;
    readonly names: readonly string[];
    readonly answer?: 'image' | 'images';
  },
): Route {
  const known = ['image', 'imageList', 'data', 'name', ...keys.names];
  const reading: Reading = {
    keys: new Set(known),
    role: (at) => {
      const last = String(at.findLast((step) => typeof step === 'string'));
      if (keys.pictures.test(last)) return 'picture';
      return known.includes(last) ? 'name' : 'prompt';
    },
  };
  return {
    method: 'POST',
    path,
    answer: async (call) => {
      const fields = await readObject(call);
      const survey = surveyJson(fields, reading);
      const inputs = inputPictures(survey, 'grey');
      const prompt = await screenTexts(call, survey);
      const pictures = await Promise.all(inputs.map((input) => screenInput(input, call)));
      const body = screenedJson(fields, reading, { prompt, negatives: [], pictures });
      const got = await client.send({ method: 'POST', path, headers: headers(call), body }, call.signal);
      const answer = await readJsonAnswer(got);
      const rest = isObject(answer.rest) ? answer.rest : {};
      if (keys.answer === undefined) return answerJson(rest);
      const { answer: key } = keys;
      const images = answer.pictures((value) => [field(value, key)].flat());
      const shown = await Promise.all(images.map((image) => screenOrReplace(image, NO_PROMPT, call)));
      return answerJson({ ...rest, [key]: key === 'image' ? (shown[0] ?? null) : shown });
    },
  };
}

/** `POST /sdapi/v1/png-info`, answered here: only text is read from the picture, and it came from the client itself. */
export function pngInfo(): Route {
  return {
    method: 'POST',
    path: '/sdapi/v1/png-info',
    answer: async (call) => {
      const { image } = await readObject(call);
      if (typeof image !== 'string') throw new BodyError(400, 'image must be a picture as base64.');
      const items = await readComments(decodePicture(image)).catch((error: unknown) => {
        if (error instanceof ImageError) throw new BodyError(400, error.message);
        throw error;
      });
      return answerJson({ info: items.parameters ?? '', items, parameters: {} });
    },
  };
}

/** `POST /sdapi/v1/options`: only settings that any app may change are handed on. */
export function options(client: HttpClient, headers: Headers, allowed: readonly string[]): Route {
  const path = '/sdapi/v1/options';
  const reading: Reading = { role: () => 'name', keys: new Set(allowed) };
  return {
    method: 'POST',
    path,
    answer: async (call) => {
      const sent = await readObject(call);
      const fields = Object.fromEntries(Object.entries(sent).filter(([key]) => allowed.includes(key)));
      const prompt = await screenTexts(call, surveyJson(fields, reading));
      const body = screenedJson(fields, reading, { prompt, negatives: [], pictures: [] });
      const got = await client.send({ method: 'POST', path, headers: headers(call), body }, call.signal);
      return answerJson((await readJsonAnswer(got)).rest);
    },
  };
}

async function readObject(call: Call): Promise<JsonObject> {
  const fields = await readJson(call.request, call.maxBodyBytes);
  if (!isObject(fields)) throw new BodyError(400, 'The body must be a JSON object.');
  return fields;
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}
