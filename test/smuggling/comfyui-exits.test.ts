import { comfyui } from '@shoji/edge-proxy';
import { json, startRecorder } from '@shoji/edge-proxy/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api, listen, workflow } from '../clients/comfyui-client.ts';
import { type RunningProxy, seen, startProxy } from '../clients/support.ts';
import { type ComfyServer, startComfyUi } from '../upstreams/comfyui/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { picturesIn, strangeJson } from './properties.ts';

let upstream: ComfyServer;
let shown: RunningProxy;
beforeAll(async () => {
  upstream = await startComfyUi();
  shown = await startProxy([comfyui({ url: upstream.url })]);
});
afterAll(() => Promise.all([upstream.close(), shown.close()]));

it('lets no unscreened picture out, anywhere in an answer', async () => {
  const crimson = (await picture('crimson')).toString('base64');
  const anywhere = strangeJson(
    fc.constantFrom(crimson, `data:image/png;base64,${crimson}`, `see ${crimson}`, 'words'),
  );
  const entry = fc.record({
    prompt: anywhere,
    outputs: fc.dictionary(fc.constantFrom('9', '10'), anywhere),
    status: anywhere,
    meta: anywhere,
  });
  let answer: unknown;
  let bytes: Buffer | undefined;
  let ids: string[] = [];
  const server = await startRecorder((request, response) => {
    if (request.method === 'POST' && request.path === '/prompt') {
      const { prompt_id } = JSON.parse(String(request.body));
      ids.push(prompt_id);
      json(response, { prompt_id, number: 1, node_errors: answer });
    } else if (request.path.startsWith('/view'))
      response.writeHead(200, { 'content-type': 'image/png' }).end(bytes);
    else if (request.path.startsWith('/history'))
      json(response, Object.fromEntries(ids.map((id) => [id, answer])));
    else if (request.path === '/queue')
      json(response, {
        queue_running: ids.map((id) => [1, id, answer, answer, answer]),
        queue_pending: answer,
      });
    else json(response, answer);
  });
  const strange = await startProxy([comfyui({ url: server.url, allow: ['GET /settings'] })]);
  const calls = ['/history', '/queue', '/api/jobs', '/settings', '/free'];
  const { queue, json: read, view, post: say } = api(strange.url);
  await fc.assert(
    fc.asyncProperty(entry, fc.constantFrom('crimson', 'green', 'azure'), async (value, colour) => {
      [answer, ids, bytes] = [value, [], await picture(colour)];
      const queuedRun = await queue(workflow('a dog'));
      const told = [
        queuedRun,
        ...(await Promise.all(
          calls.map((path) => (path === '/free' ? say(path, {}).then((each) => each.text()) : read(path))),
        )),
      ];
      expect(await picturesIn(JSON.stringify(told))).toEqual([]);
      for (const type of ['output', 'input']) {
        const answered = await view({ filename: 'x.png', subfolder: '', type });
        expect((await seen(new Uint8Array(await answered.arrayBuffer()))).colour).not.toBe('crimson');
      }
    }),
    { numRuns: 40 },
  );
  await Promise.all([strange.close(), server.close()]);
});

it('lets no picture out in any frame', async () => {
  upstream.state.hold = true;
  const listener = await listen(shown.url, 'frames', { flags: true });
  const { prompt_id } = await api(shown.url).queue(workflow('a green dog'), { client_id: 'frames' });
  await listener.until(({ type }) => type === 'preview');
  const crimson = await picture('crimson');
  const u32 = (...values: number[]) =>
    Buffer.concat(
      values.map((value) =>
        Buffer.from([value >>> 24, value >>> 16, value >>> 8, value].map((each) => each & 255)),
      ),
    );
  const about = (id: unknown) =>
    Buffer.from(JSON.stringify({ node_id: '3', prompt_id: id, image: crimson.toString('base64') }));
  const whose = fc.constantFrom(prompt_id, 'somebody’s', undefined, 7);
  const binary = fc.oneof(
    fc
      .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 }))
      .map(([event, format]) => Buffer.concat([u32(event, format), crimson])),
    fc.tuple(fc.constantFrom(3, 4, 5), whose, fc.integer({ min: -40, max: 9 })).map(([event, id, off]) => {
      const words = about(id);
      return Buffer.concat([u32(event, Math.max(0, words.length + off)), words, crimson]);
    }),
    fc.constant(crimson),
  );
  const message = fc.record({
    type: fc.constantFrom(
      'executed',
      'progress',
      'progress_state',
      'execution_error',
      'status',
      'logs',
      'b_preview',
    ),
    data: fc.record({
      prompt_id: whose,
      output: strangeJson(fc.constant(crimson.toString('base64'))),
      node: fc.constant('9'),
      x: strangeJson(fc.constant(`data:image/png;base64,${crimson.toString('base64')}`)),
    }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(binary, message), { minLength: 1, maxLength: 8 }), async (frames) => {
      for (const frame of frames) upstream.send(frame);
      const mark = `mark ${Math.random()}`;
      upstream.say('3', mark);
      await listener.until(({ type, data }) => type === 'text' && data.text === mark);
    }),
    { numRuns: 40 },
  );
  upstream.state.hold = false;
  await listener.ended(prompt_id);
  for (const { data, picture: bytes } of listener.heard) {
    expect(await picturesIn(JSON.stringify(data))).toEqual([]);
    if (bytes) expect((await seen(bytes)).colour).not.toBe('crimson');
  }
  await listener.close();
});
