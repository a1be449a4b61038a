/** Texts with `$` patterns that `String.prototype.replace` gives a special meaning. */
import { rules } from '@shoji/core';
import { parseTermList } from '@shoji/core/text';
import { automatic1111 } from '@shoji/edge-proxy';
import { send } from '@shoji/edge-proxy/testing';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { engine, type RunningProxy, startProxy } from '../clients/support.ts';
import { type Automatic1111Server, startAutomatic1111 } from '../upstreams/automatic1111/server.ts';

let upstream: Automatic1111Server;
let proxy: RunningProxy;
beforeAll(async () => {
  upstream = await startAutomatic1111();
  // `$$` in place of two letters of the term; a replacement would make one `$` of them, and so another word.
  const terms = parseTermList('passage\n');
  proxy = await startProxy([automatic1111({ url: upstream.url, blocked: 'error' })], {
    engine: engine({ rules: [rules({ lexicon: false, terms })] }),
  });
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close()]));

const txt2img = async (fields: object) => {
  const { status, body } = await send(proxy.url, {
    path: '/sdapi/v1/txt2img',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  return { status, answer: JSON.parse(String(body)) };
};
const detailed = (prompt: string, ad_prompt: string) => ({
  prompt,
  alwayson_scripts: { ADetailer: { args: [true, false, { ad_model: 'face', ad_prompt }] } },
});
const plotted = (prompt: string, ...script_args: string[]) => ({
  prompt,
  script_name: 'x/y/z plot',
  script_args,
});

it.each([
  ['ADetailer’s prompt around the main one', detailed('$$', 'a pa[PROMPT]age')],
  ['a search and its replacement', plotted('a paQQage', 'QQ,$$')],
  ['a style around the prompt', { prompt: '$$', styles: ['framed'] }],
])('screens what the server reads in %s', async (_, fields) => {
  expect((await txt2img(fields)).status).toBeGreaterThanOrEqual(400);
  expect(upstream.requests.filter(({ method }) => method === 'POST')).toEqual([]);
});

it.each(['$$', '$&', '$`', "$'"])('passes %s on as typed, and shows it as typed', async (typed) => {
  const { answer } = await txt2img({ prompt: 'a green dog', negative_prompt: typed });
  expect(JSON.parse(answer.info).negative_prompt).toBe(typed);
  const styled = await txt2img({ prompt: typed, styles: ['painted'] });
  expect(styled.status).toBe(200);
  expect(JSON.parse(String(upstream.requests.at(-1)?.body)).prompt).toBe(`${typed}, a painting`);
});
