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
import { changeQueue, done, interruptRun, readCommand, tellQueue } from './queue.ts';

let server: Listing;
let comfy: Comfy;
beforeEach(async () => {
  server = await startListing();
  comfy = comfyAt(server.url);
});
afterEach(() => server.close());

/** Adds prompts to the proxy's runs and to the server's queue. */
function listed(list: 'running' | 'pending', ...runs: Run[]): void {
  for (const run of runs) {
    comfy.runs.add(run);
    server[list].push(itemOf(run));
  }
}

const posted = () => server.asked().filter((line) => line.startsWith('POST'));

describe('GET /queue', () => {
  const told = async () => (await tellQueue(comfy, getOf('/queue'))).json();

  it('returns the caller’s prompts as they were sent, in the server’s order', async () => {
    const [running, next, last] = [
      runOf(),
      runOf({ id: idOf(3) }),
      runOf({ id: idOf(2), clientId: undefined }),
    ];
    listed('running', theirs(), running);
    listed('pending', next, theirs({ id: idOf(8) }), last);
    server.pending.push(itemOf(runOf({ id: idOf(7) })), ['no item'], 7);
    expect(await told()).toEqual({
      queue_running: [[3, idOf(1), running.graph, { client_id: 'tab', create_time: 100 }, ['9']]],
      queue_pending: [
        [3, idOf(3), next.graph, { client_id: 'tab', create_time: 100 }, ['9']],
        [3, idOf(2), last.graph, { create_time: 100 }, ['9']],
      ],
    });
  });

  it('returns no prompt that another client queued under the same id', async () => {
    const run = runOf();
    comfy.runs.add(run);
    server.running.push(itemOf({ ...run, clientId: 'other' }));
    expect(await told()).toEqual({ queue_running: [], queue_pending: [] });
  });

  it('names the client’s node in place of an added one, and no node if the server names none', async () => {
    const words = { replaced: [], operators: '', added: new Map([['shoji-1', '7']]) };
    const [one, other] = [runOf({ words }), runOf({ id: idOf(2) })];
    for (const run of [one, other]) comfy.runs.add(run);
    server.running.push(itemOf(one, ['7', 'shoji-1']), itemOf(other).slice(0, 4));
    expect(await told()).toMatchObject({ queue_running: [{ 4: ['7'] }, { 4: [] }] });
  });

  it('returns a refused prompt as running, and notifies it', async () => {
    const asked: string[] = [];
    const run = runOf({ refused: 'running', asked: (what) => asked.push(what) });
    for (const each of [run, runOf({ id: idOf(2), refused: 'done' }), theirs({ refused: 'running' })])
      comfy.runs.add(each);
    expect(await told()).toMatchObject({
      queue_running: [[3, run.id, run.graph, {}, []]],
      queue_pending: [],
    });
    expect(asked).toEqual(['queue']);
  });
});

describe('POST /queue', () => {
  const post = (body: unknown) => changeQueue(comfy, callOf({ body }));

  it('deletes the named prompts if they are the caller’s and still wait', async () => {
    const [waits, stays, runs, foreign] = [runOf(), runOf({ id: idOf(2) }), runOf({ id: idOf(3) }), theirs()];
    listed('running', runs);
    listed('pending', waits, stays, foreign);
    const response = await post({ delete: [waits.id, runs.id, foreign.id] });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(server.asked()).toEqual(['GET /queue', `POST /queue {"delete":["${waits.id}"]}`]);
    expect([waits, stays, runs].map(({ tenant, id }) => comfy.runs.of(tenant, id)?.id)).toEqual([
      undefined,
      stays.id,
      runs.id,
    ]);
  });

  it('clears the caller’s prompts one by one, because the server would clear those of all callers', async () => {
    listed('pending', runOf(), theirs(), runOf({ id: idOf(2) }));
    await post({ clear: true });
    expect(posted()).toEqual([`POST /queue {"delete":["${idOf(1)}","${idOf(2)}"]}`]);
  });

  it('sends no empty command', async () => {
    listed('pending', theirs());
    const response = await post({ clear: true, more: 1 });
    expect(posted()).toEqual([]);
    expect(response.headers.get('X-Shoji-Warnings')).toBe('field_dropped');
  });
});

describe('POST /interrupt', () => {
  const post = (body?: unknown) => interruptRun(comfy, callOf({ body }));

  it('interrupts only the caller’s running prompt', async () => {
    listed('running', theirs(), runOf());
    listed('pending', runOf({ id: idOf(2) }));
    expect((await post()).status).toBe(200);
    expect(posted()).toEqual([`POST /interrupt {"prompt_id":"${idOf(1)}"}`]);
  });

  it('interrupts a named prompt only while it runs', async () => {
    listed('running', runOf(), runOf({ id: idOf(2) }));
    listed('pending', runOf({ id: idOf(3) }));
    await post({ prompt_id: idOf(2) });
    expect(posted()).toEqual([`POST /interrupt {"prompt_id":"${idOf(2)}"}`]);
    await post({ prompt_id: idOf(3) });
    expect(posted()).toEqual([]);
  });

  it('ends a refused prompt that only seems to run, without a request to the server', async () => {
    const run = runOf({ refused: 'running' });
    comfy.runs.add(run);
    await post({});
    expect(posted()).toEqual([]);
    expect(run).toMatchObject({
      refused: 'done',
      history: {
        status: { status_str: 'error', messages: [['execution_interrupted', { prompt_id: run.id }]] },
      },
    });
  });
});

describe('a command', () => {
  it.each([
    [{ clear: true }, true],
    [{ clear: 1 }, true],
    [{ clear: false }, false],
    [{ clear: 0 }, false],
    [{ clear: '' }, false],
    [{ clear: null }, false],
    [{}, false],
  ])('%j clears: %s', async (body, clear) => {
    expect(await readCommand(callOf({ body }))).toMatchObject({ clear, ids: [] });
  });

  it('names one prompt or a list, and ignores values that are not ids', async () => {
    const body = { prompt_id: 'a', delete: ['b', 7, null, 'c'] };
    expect(await readCommand(callOf({ body }))).toEqual({ clear: false, ids: ['a', 'b', 'c'], dropped: [] });
    expect(await readCommand(callOf({ body: { delete: 'b' } }))).toMatchObject({ ids: [] });
  });

  it('may have no body, and a warning names its unknown fields', async () => {
    expect(await readCommand(callOf())).toEqual({ clear: false, ids: [], dropped: [] });
    const request = new Request('http://127.0.0.1/', {
      method: 'POST',
      headers: { 'Content-Length': '0' },
      body: '',
    });
    expect(await readCommand(callOf({ request }))).toEqual({ clear: false, ids: [], dropped: [] });
    expect(await readCommand(callOf({ body: { clear: true, note: 1 } }))).toMatchObject({
      dropped: ['note'],
    });
  });

  it('is answered without a body', async () => {
    const [plain, dropped] = [done({ dropped: [] }), done({ dropped: ['note'] })];
    expect([plain.status, await plain.text()]).toEqual([200, '']);
    expect([plain, dropped].map(({ headers }) => headers.get('X-Shoji-Warnings'))).toEqual([
      null,
      'field_dropped',
    ]);
  });
});
