import { createScreening } from '@shoji/core';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { describe, expect, it } from 'vitest';
import * as shape from '../../dialect-kit/answers/shape.ts';
import type { Call } from '../../dialect-kit/call/call.ts';
import { upstreamClient } from '../../dialect-kit/client/client.ts';
import { readJsonAnswer } from '../../dialect-kit/client/read-answer.ts';
import { type Fields, prompt } from '../../dialect-kit/fields/field.ts';
import { readFields } from '../../dialect-kit/fields/read-fields.ts';
import { screenFields } from '../../dialect-kit/screening/screen-fields.ts';
import { screenOrReplace } from '../../dialect-kit/screening/screen-picture.ts';
import { screenedJson } from '../../dialect-kit/screening/screened-body.ts';
import { answerJson } from '../../dialect-kit/serving/answer-json.ts';
import type { Upstream } from '../../dialect-kit/serving/upstream.ts';
import { answerBody } from '../../wire/answer-body.ts';
import { fieldOf, isObject } from '../../wire/json/strict-json.ts';
import { readJson } from '../../wire/read-body.ts';
import { dialectConformance } from './conformance.ts';
import type { DialectSample } from './sample.ts';

const FIELDS: Fields = { text: prompt };
const MADE = shape.record({ seed: shape.number });
const ERROR = shape.record({ message: shape.prose(200) });

/** A small dialect, given its one route. */
function dialect(url: string, answer: (call: Call) => Promise<Response>): Upstream {
  return {
    name: 'small',
    owns: (path) => path.startsWith('/small'),
    routes: [{ method: 'POST', path: '/small', answer }],
    refuse: ({ status, message }) => answerJson({ message }, { status: url === '' ? 500 : status }),
  };
}

const routes = [
  {
    path: '/small',
    body: { text: 'a dog' },
    prompts: [['text']],
    answer: { image: '', seed: 1 },
    made: [['image']],
  },
];
const sampleOf = (make: DialectSample['make'], operator?: DialectSample['make']): DialectSample => ({
  make,
  routes,
  failure: { message: 'out of memory' },
  ...(operator && { operators: { make: operator, authorization: 'Bearer operator' } }),
});

/** Does everything with the kit. */
const honest = (url: string, key?: string): Upstream => {
  const client = upstreamClient(url, key);
  return dialect(url, async (call) => {
    const read = readFields(await readJson(call.request, call.maxBodyBytes), FIELDS);
    const body = screenedJson(read, await screenFields(call, read));
    const got = await client.send({ method: 'POST', path: '/small', body }, call);
    const made = await readJsonAnswer(got, ERROR);
    const [image] = made.pictures((value) => [fieldOf(value, 'image')]);
    const shown = image && (await screenOrReplace(image, NO_PROMPT, call));
    return answerJson({ ...made.screened(MADE).fields, ...(shown && { image: shown }) });
  });
};

/** Screens the prompt by its name, and sends the client's own body. */
const sendsBodies = (url: string): Upstream =>
  dialect(url, async (call) => {
    const sent = await readJson(call.request, call.maxBodyBytes);
    const text = String(fieldOf(sent, 'text'));
    const released = await createScreening(call.engine, call).prompt({ others: [text], names: [] }).released;
    if (released === undefined) return answerBody('{}', { status: 422 });
    const got = await fetch(`${url}/small`, { method: 'POST', body: JSON.stringify(sent) });
    const answer: unknown = await got.json();
    return answerBody(JSON.stringify({ seed: fieldOf(answer, 'seed') ?? 0 }), { status: got.status });
  });

/** Screens requests, and passes on answers unscreened. */
const answersRaw = (url: string): Upstream =>
  dialect(url, async (call) => {
    const read = readFields(await readJson(call.request, call.maxBodyBytes), FIELDS);
    const { bytes, contentType } = screenedJson(read, await screenFields(call, read));
    const headers = { 'content-type': contentType };
    const got = await fetch(`${url}/small`, { method: 'POST', headers, body: bytes });
    return answerBody(await got.text(), {
      status: got.status,
      headers: { 'set-cookie': got.headers.get('set-cookie') ?? '' },
    });
  });

/** Passes on the client's `Authorization` even if the operator has a key. */
const sharesKeys = (url: string): Upstream => {
  const client = upstreamClient(url);
  return dialect(url, async (call) => {
    const authorization = call.request.headers.get('Authorization') ?? undefined;
    const read = readFields(await readJson(call.request, call.maxBodyBytes), FIELDS);
    const body = screenedJson(read, await screenFields(call, read));
    const got = await client.send({ method: 'POST', path: '/small', body }, { ...call, authorization });
    const told = (await readJsonAnswer(got, ERROR)).screened(MADE);
    return answerJson(isObject(told.value) ? told : {});
  });
};

/** Names of the cases that fail. */
async function failing(sample: DialectSample): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run } of dialectConformance(sample))
    await run().catch(() => failed.push(name.replace('POST /small: ', '')));
  return failed;
}

describe('dialectConformance', () => {
  describe('a dialect made with the kit', () => {
    const suite = dialectConformance(sampleOf(honest, (url) => honest(url, 'Bearer operator')));
    for (const { name, run } of suite) it(name, run);
  });

  it('notices a dialect that sends the client’s body', async () => {
    expect(await failing(sampleOf(sendsBodies))).toEqual(
      expect.arrayContaining([
        'hears no banned word in any text or key',
        'hears nothing of fields that no table names',
        'hears no picture in any field, however it is written',
        'hears no address and no path where no check sees what is there',
      ]),
    );
  });

  it('notices a dialect that passes on the server’s answer', async () => {
    expect(await failing(sampleOf(answersRaw))).toEqual([
      'answers a picture at image only as it was screened',
      'answers no field of the server that no shape names',
      'answers no picture in any other field, however it is written',
    ]);
  });

  it('notices a dialect that passes on keys', async () => {
    const failed = await failing(sampleOf(sharesKeys, sharesKeys));
    expect(failed).toContain('keeps the proxy’s key from the server');
    expect(failed).toContain('calls the server under the operator’s key, and never under the client’s');
  });
});
