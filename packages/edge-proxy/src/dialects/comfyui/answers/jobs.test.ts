import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
import { tellJob, tellJobs } from './jobs.ts';

let server: Listing;
let comfy: Comfy;
beforeEach(async () => {
  server = await startListing();
  comfy = comfyAt(server.url);
});
afterEach(() => server.close());

type Messages = readonly (readonly [string, Record<string, unknown>])[];

/** Adds a prompt to the proxy's runs and to the server's queue. */
function listed(list: 'running' | 'pending', run: Run): Run {
  comfy.runs.add(run);
  server[list].push(itemOf(run));
  return run;
}

/** Adds a prompt to the proxy's runs and to the server's history. */
function ended(run: Run, messages: Messages, outputs: object = {}, status_str = 'success'): Run {
  comfy.runs.add(run);
  const status = { status_str, completed: status_str === 'success', messages };
  server.history.set(run.id, { prompt: itemOf(run), outputs, status, meta: {} });
  return run;
}

const ran = (start: number, end: number): Messages => [
  ['execution_start', { timestamp: start }],
  ['execution_cached', { nodes: [], timestamp: start }],
  ['execution_success', { timestamp: end }],
];
const images = (...names: string[]) => ({
  images: names.map((filename) => ({ filename, subfolder: '', type: 'output' })),
});
const list = async (query = '') => (await tellJobs(comfy, getOf(`/api/jobs${query}`))).json();
const listedIds = async (query = '') => {
  const { jobs }: { jobs?: unknown } = Object(await list(query));
  return (Array.isArray(jobs) ? jobs : []).map(({ id }) => Number(String(id).at(-1)));
};

describe('GET /api/jobs', () => {
  it('returns the caller’s running, waiting and ended prompts, the newest first', async () => {
    listed('running', runOf({ created: 103, extra: { extra_pnginfo: { workflow: { id: 'w' } } } }));
    listed('running', theirs());
    listed('pending', runOf({ id: idOf(2), created: 104, number: 4 }));
    ended(runOf({ id: idOf(3), created: 102 }), ran(5, 9), { '9': images('a.png', 'b.png') });
    ended(theirs({ id: idOf(8) }), ran(5, 9));
    expect(await list()).toEqual({
      jobs: [
        { id: idOf(2), status: 'pending', priority: 4, create_time: 104, outputs_count: 0 },
        {
          ...{ id: idOf(1), status: 'in_progress', priority: 3, create_time: 103, outputs_count: 0 },
          workflow_id: 'w',
        },
        {
          ...{ id: idOf(3), status: 'completed', priority: 3, create_time: 102, outputs_count: 2 },
          ...{ execution_start_time: 5, execution_end_time: 9 },
          preview_output: {
            ...{ filename: 'a.png', subfolder: '', type: 'output' },
            ...{ nodeId: '9', mediaType: 'images' },
          },
        },
      ],
      pagination: { offset: 0, limit: null, total: 3, has_more: false },
    });
  });

  it('has the reason of a failed run, and the time of an interruption', async () => {
    const error = { node_id: '3', exception_type: 'ValueError', exception_message: 'no', timestamp: 8 };
    ended(
      runOf(),
      [
        ['execution_start', { timestamp: 5 }],
        ['execution_error', error],
      ],
      {},
      'error',
    );
    const interrupted: Messages = [['execution_interrupted', { timestamp: 6 }]];
    ended(runOf({ id: idOf(2), created: 99 }), interrupted, {}, 'error');
    expect(await list()).toMatchObject({
      jobs: [
        { status: 'failed', execution_start_time: 5, execution_end_time: 8, execution_error: error },
        { status: 'failed', execution_end_time: 6 },
      ],
    });
  });

  it('reads no message without a name or without data', async () => {
    ended(runOf(), ran(5, 9));
    const status = {
      ...{ status_str: 'success', completed: true },
      messages: [
        ['execution_start'],
        [null, { timestamp: 1 }],
        'words',
        ['execution_success', { timestamp: 9 }],
      ],
    };
    server.history.set(idOf(1), { prompt: itemOf(runOf()), outputs: {}, status, meta: {} });
    const { jobs }: { jobs?: unknown } = Object(await list());
    expect(jobs).toEqual([
      {
        ...{ id: idOf(1), status: 'completed', priority: 3, create_time: 100, outputs_count: 0 },
        execution_end_time: 9,
      },
    ]);
  });

  it('uses the latest of several start times, and has no time that the server did not send', async () => {
    ended(runOf(), [...ran(5, 9), ...ran(15, 19)]);
    ended(runOf({ id: idOf(2), created: 99 }), []);
    const { jobs }: { jobs?: unknown } = Object(await list());
    expect(jobs).toEqual([
      expect.objectContaining({ execution_start_time: 15, execution_end_time: 19 }),
      { id: idOf(2), status: 'completed', priority: 3, create_time: 99, outputs_count: 0 },
    ]);
  });

  it.each([
    ['a kept picture before a temporary one', { type: 'temp' }, { type: 'output' }, 'b.png'],
    ['the first of several kept', { type: 'output' }, { type: 'output' }, 'a.png'],
    ['a temporary one where none is kept', { type: 'temp' }, { type: 'temp' }, 'a.png'],
  ])('shows %s', async (_, first, second, shown) => {
    const outputs = {
      '3': { images: [{ filename: 'a.png', subfolder: '', ...first }], animated: [false] },
      '9': { images: [{ filename: 'b.png', subfolder: '', ...second }], text: ['done'] },
    };
    ended(runOf(), ran(1, 2), outputs);
    expect(await list()).toMatchObject({
      jobs: [{ outputs_count: 2, preview_output: { filename: shown, mediaType: 'images' } }],
    });
  });

  it('counts files of other kinds, but does not list them', async () => {
    ended(runOf(), ran(1, 2), {
      '9': { latents: [{ filename: 'a.latent', subfolder: '', type: 'output' }] },
    });
    const { jobs }: { jobs?: unknown } = Object(await list());
    expect(jobs).toEqual([expect.objectContaining({ outputs_count: 1 })]);
    expect(jobs).toEqual([expect.not.objectContaining({ preview_output: expect.anything() })]);
  });

  describe('with four prompts', () => {
    beforeEach(() => {
      listed('running', runOf({ created: 104 }));
      listed('pending', runOf({ id: idOf(2), created: 103 }));
      const extra = { extra_pnginfo: { workflow: { id: 'w' } } };
      ended(runOf({ id: idOf(3), created: 102, extra }), ran(10, 11));
      ended(runOf({ id: idOf(4), created: 101 }), ran(1, 9), {}, 'error');
    });

    it.each([
      ['', [1, 2, 3, 4]],
      ['?status=pending', [2]],
      ['?status=IN_PROGRESS,failed', [1, 4]],
      ['?status=completed', [3]],
      ['?status=none', []],
      ['?workflow_id=w', [3]],
      ['?workflow_id=x', []],
      ['?sort_order=asc', [4, 3, 2, 1]],
      ['?sort_order=desc', [1, 2, 3, 4]],
      ['?status=completed,failed&sort_by=execution_duration', [4, 3]],
      ['?status=completed,failed&sort_by=execution_duration&sort_order=asc', [3, 4]],
      ['?status=pending,completed&sort_by=execution_duration&sort_order=asc', [2, 3]],
      ['?limit=2', [1, 2]],
      ['?limit=0', []],
      ['?offset=1&limit=2', [2, 3]],
      ['?offset=3', [4]],
      ['?limit=x', [1, 2, 3, 4]],
    ])('returns with %s the prompts %j', async (query, digits) => {
      expect(await listedIds(query)).toEqual(digits);
    });

    it.each<[string, object]>([
      ['?limit=2', { offset: 0, limit: 2, total: 4, has_more: true }],
      ['?offset=2&limit=2', { offset: 2, limit: 2, total: 4, has_more: false }],
      ['?offset=1&limit=2', { offset: 1, limit: 2, total: 4, has_more: true }],
      ['?status=failed', { offset: 0, limit: null, total: 1, has_more: false }],
    ])('returns with %s the number of prompts', async (query, pagination) => {
      expect(await list(query)).toMatchObject({ pagination });
    });
  });
});

describe('GET /api/jobs/{id}', () => {
  const one = async (id: string) => {
    const response = await tellJob(comfy, getOf('/api/jobs', { params: { id } }));
    return { status: response.status, job: await response.json() };
  };

  it('returns an ended prompt, with its outputs and the workflow as sent', async () => {
    const extra = { a: 1 };
    const run = ended(runOf({ extra }), ran(5, 9), { '9': images('a.png') });
    expect(await one(run.id)).toMatchObject({
      status: 200,
      job: {
        ...{ id: run.id, status: 'completed', outputs_count: 1 },
        outputs: { '9': images('a.png') },
        execution_status: { status_str: 'success', completed: true },
        workflow: { prompt: run.graph, extra_data: extra },
      },
    });
  });

  it('has defaults for the missing fields of an older server', async () => {
    const run = ended(runOf(), []);
    server.history.set(run.id, { prompt: itemOf(run) });
    expect(await one(run.id)).toMatchObject({
      job: { status: 'completed', outputs: {}, execution_status: null },
    });
  });

  it('returns the status of a prompt that has not ended', async () => {
    const [runs, waits] = [listed('running', runOf()), listed('pending', runOf({ id: idOf(2) }))];
    expect(await one(runs.id)).toMatchObject({
      job: { id: runs.id, status: 'in_progress', outputs_count: 0 },
    });
    expect(await one(waits.id)).toMatchObject({ job: { id: waits.id, status: 'pending', outputs_count: 0 } });
  });

  it('is 404 for the prompt of another caller, and for one that does not exist', async () => {
    const missing = { status: 404, job: { error: 'Job not found' } };
    expect(await one(ended(theirs(), ran(1, 2)).id)).toEqual(missing);
    expect(await one(listed('running', theirs({ id: idOf(8) })).id)).toEqual(missing);
    const lost = runOf({ id: idOf(5) });
    comfy.runs.add(lost);
    expect(await one(lost.id)).toEqual(missing);
  });
});
