import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callOf } from '../../../dialect-kit/call/call.test-helper.ts';
import {
  comfyAt,
  getOf,
  idOf,
  itemOf,
  type Listing,
  runOf,
  startListing,
  theirs,
} from '../comfy.test-helper.ts';
import type { Comfy } from '../comfy.ts';
import type { Run } from '../tenants/runs.ts';
import { changeHistory, tellHistory, tellOne } from './history.ts';

let server: Listing;
let comfy: Comfy;
beforeEach(async () => {
  server = await startListing();
  comfy = comfyAt(server.url);
});
afterEach(() => server.close());

/** Adds a prompt to the proxy's runs and to the server's history. */
function ended(parts: Partial<Run> = {}, run = runOf(parts)): Run {
  const { folder } = run.tenant;
  comfy.runs.add(run);
  server.history.set(run.id, {
    prompt: itemOf(run),
    outputs: { '9': { images: [{ filename: 'a.png', subfolder: `${folder}/pets`, type: 'output' }] } },
    status: {
      status_str: 'success',
      completed: true,
      messages: [['execution_success', { prompt_id: run.id, timestamp: 7 }]],
    },
    meta: { '9': { node_id: '9', display_node: '9', parent_node: null, real_node_id: '9' } },
  });
  return run;
}

const one = async (id: string, call = getOf('/history', { params: { id } })) =>
  (await tellOne(comfy, call)).json();
const all = async (query = '') =>
  Object.keys(Object(await (await tellHistory(comfy, getOf(`/history${query}`))).json()));

describe('GET /history/{id}', () => {
  it('returns the server’s entry, with the graph and the ids of the client', async () => {
    const run = ended({ extra: { extra_pnginfo: { a: 1 } } });
    expect(await one(run.id)).toEqual({
      [run.id]: {
        prompt: [
          3,
          run.id,
          run.graph,
          { extra_pnginfo: { a: 1 }, client_id: 'tab', create_time: 100 },
          ['9'],
        ],
        outputs: { '9': { images: [{ filename: 'a.png', subfolder: 'pets', type: 'output' }] } },
        status: {
          status_str: 'success',
          completed: true,
          messages: [['execution_success', { prompt_id: run.id, timestamp: 7 }]],
        },
        meta: { '9': { node_id: '9', display_node: '9', parent_node: null, real_node_id: '9' } },
      },
    });
    const file = { filename: 'a.png', subfolder: 'pets', type: 'output' } as const;
    expect(comfy.runs.file(file, run.tenant)).toEqual({ run, place: `${run.tenant.folder}/pets` });
  });

  it('has the texts as the client typed them, and only nodes that the client sent', async () => {
    const words = {
      replaced: [{ sent: 'no gore, fog', typed: 'fog' }],
      operators: 'no gore',
      added: new Map([['shoji-1', '7']]),
    };
    const run = ended({ words });
    const messages = [
      ['execution_cached', { nodes: ['shoji-1'], prompt_id: run.id }],
      ['execution_error', { exception_message: 'Cannot encode no gore, fog', node_id: 'shoji-1' }],
    ];
    server.history.set(run.id, {
      prompt: itemOf(run, ['shoji-1']),
      outputs: { 'shoji-1': { text: ['done'] } },
      status: { status_str: 'error', completed: false, messages },
      meta: { 'shoji-1': { node_id: 'shoji-1' } },
    });
    expect(await one(run.id)).toMatchObject({
      [run.id]: {
        prompt: { 4: ['7'] },
        outputs: { '7': { text: ['done'] } },
        status: {
          messages: [
            ['execution_cached', { nodes: ['7'] }],
            ['execution_error', { exception_message: 'Cannot encode fog', node_id: '7' }],
          ],
        },
        meta: { '7': { node_id: '7' } },
      },
    });
  });

  it('is empty while the prompt runs, and is requested until the prompt has ended, and then cached', async () => {
    const run = runOf();
    comfy.runs.add(run);
    expect(await one(run.id)).toEqual({});
    ended({}, run);
    const told = await one(run.id);
    expect(Object.keys(Object(told))).toEqual([run.id]);
    server.history.clear();
    expect(await one(run.id)).toEqual(told);
    expect(server.asked()).toEqual([`GET /history/${run.id}`, `GET /history/${run.id}`]);
  });

  it('has defaults for the missing fields of an older server', async () => {
    const run = ended();
    server.history.set(run.id, { prompt: itemOf(run).slice(0, 4) });
    expect(await one(run.id)).toMatchObject({
      [run.id]: { prompt: { 4: [] }, outputs: {}, status: null, meta: {} },
    });
  });

  it('is empty for the prompt of another caller or client, and for an unknown prompt', async () => {
    const foreign = ended({}, theirs());
    const taken = ended({ id: idOf(2) });
    server.history.set(taken.id, { prompt: itemOf({ ...taken, clientId: 'other' }) });
    server.history.set(idOf(5), { prompt: itemOf(runOf({ id: idOf(5) })) });
    for (const id of [foreign.id, taken.id, idOf(5)]) expect(await one(id)).toEqual({});
    expect(await one('', getOf('/history/'))).toEqual({});
    expect(server.asked()).toEqual([`GET /history/${taken.id}`]);
  });

  it('notifies a refused prompt that it was polled, without a request to the server', async () => {
    const looked: string[] = [];
    const run = runOf({ refused: 'running', asked: (what) => looked.push(what) });
    comfy.runs.add(run);
    expect(await one(run.id)).toEqual({});
    expect([looked, server.asked()]).toEqual([['history'], []]);
  });
});

describe('GET /history', () => {
  beforeEach(() => {
    for (const digit of [1, 2, 3]) ended({ id: idOf(digit), created: 100 + digit });
    ended({}, theirs());
    comfy.runs.add(runOf({ id: idOf(4), created: 104 }));
  });

  it('returns the caller’s ended prompts, the oldest first', async () => {
    expect(await all()).toEqual([idOf(1), idOf(2), idOf(3)]);
  });

  it.each([
    ['?max_items=2', [2, 3]],
    ['?max_items=9', [1, 2, 3]],
    ['?max_items=0', []],
    ['?offset=1', [2, 3]],
    ['?offset=0&max_items=2', [1, 2]],
    ['?offset=2&max_items=2', [3]],
    ['?max_items=-1', [1, 2, 3]],
    ['?max_items=2x', [1, 2, 3]],
    ['?max_items=', [1, 2, 3]],
  ])('with %s returns the prompts %j', async (query, digits) => {
    expect(await all(query)).toEqual(digits.map(idOf));
  });

  it('requests few prompts one by one, many at once, and no prompt that is known to have ended', async () => {
    expect(await all()).toHaveLength(3);
    expect(server.asked().toSorted()).toEqual([1, 2, 3, 4].map((digit) => `GET /history/${idOf(digit)}`));
    expect(await all()).toHaveLength(3);
    expect(server.asked()).toEqual([`GET /history/${idOf(4)}`]);
    for (const digit of [5, 6, 7, 8]) ended({ id: idOf(digit), created: 100 + digit });
    expect(await all()).toEqual([1, 2, 3, 5, 6, 7, 8].map(idOf));
    expect(server.asked()).toEqual(['GET /history']);
  });
});

describe('POST /history', () => {
  const post = (body: unknown) => changeHistory(comfy, callOf({ body }));
  const posted = () => server.asked().filter((line) => line.startsWith('POST'));

  it('deletes the named prompts if they are the caller’s and have ended', async () => {
    const [mine, kept, foreign] = [ended(), ended({ id: idOf(2) }), ended({}, theirs())];
    const running = runOf({ id: idOf(3) });
    comfy.runs.add(running);
    const response = await post({ delete: [mine.id, foreign.id, running.id, idOf(7)] });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(posted()).toEqual([`POST /history {"delete":["${mine.id}"]}`]);
    const known = [mine, kept, running].map(({ tenant, id }) => comfy.runs.of(tenant, id)?.id);
    expect(known).toEqual([undefined, kept.id, running.id]);
    expect(comfy.runs.of(foreign.tenant, foreign.id)).toBe(foreign);
  });

  it('clears the caller’s ended prompts, without a request to the server for refused ones', async () => {
    const [first, second] = [ended(), ended({ id: idOf(2), created: 101 })];
    comfy.runs.add(runOf({ id: idOf(3), refused: 'done', history: {} }));
    ended({}, theirs());
    await post({ clear: true });
    expect(posted()).toEqual([`POST /history {"delete":["${first.id}","${second.id}"]}`]);
    expect(await all()).toEqual([]);
  });

  it('sends no request if the server has nothing to delete', async () => {
    comfy.runs.add(runOf({ refused: 'done', history: {} }));
    await post({ delete: [idOf(1)] });
    expect([posted(), comfy.runs.all(runOf().tenant)]).toEqual([[], []]);
  });

  it('warns of a dropped field', async () => {
    const response = await post({ delete: [], note: 'a dog' });
    expect(response.headers.get('X-Shoji-Warnings')).toBe('field_dropped');
  });
});
