import { RequestEvidence } from '@shoji/core/screen';
import { finding } from '@shoji/core/testing';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import type { Call } from '../../dialect-kit/call/call.ts';
import { upstreamClient } from '../../dialect-kit/client/client.ts';
import { withFaces } from '../../testing/people.ts';
import { type Colour, coloursIn, shadesOf } from '../../testing/pictures.ts';
import { json, startRecorder, type UpstreamServer } from '../../testing/recorder.ts';
import { internalProgress, progress, stop } from './progress.ts';
import { RunningTasks } from './running.ts';

const base64 = async (colour: Colour) => (await shadesOf(colour)).toString('base64');

let server: UpstreamServer;
let running: RunningTasks;
let told: Record<string, unknown>;
let status: number;
let ending: (() => Promise<void>)[];
beforeEach(async () => {
  told = {
    ...{ progress: 0.4, eta_relative: 2.5, textinfo: 'Working', current_image: null },
    state: {
      job: 'task',
      job_count: 1,
      sampling_step: 8,
      sampling_steps: 20,
      interrupted: false,
      secret: 'a',
    },
  };
  status = 200;
  ending = [];
  running = new RunningTasks();
  server = await startRecorder(({ method, path }, response) => {
    if (method === 'GET' || path === '/internal/progress') json(response, told, status);
    else json(response, {}, status);
  });
});
afterEach(async () => {
  for (const end of ending) await end();
  await server.close();
});

/** Starts work of the server for a caller, with a prompt of this verdict. */
async function begin(
  caller: string,
  id = 'task(gen_1)',
  verdict = NO_PROMPT,
  evidence = new RequestEvidence(),
) {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const flow = (async function* () {
    yield { type: 'prompt.screened', id: 'gen_1', prompt: verdict } as const;
    begun.resolve();
    await ended.promise;
    throw new Error('ended');
  })();
  const result = running.follow({ id, named: 'my task', caller, evidence }, flow).catch(() => {});
  await begun.promise;
  ending.push(async () => {
    ended.resolve();
    await result;
  });
}

const asked = () => server.requests.map(({ method, path }) => `${method} ${path}`);

describe('GET /sdapi/v1/progress', () => {
  const ask = async (query = '', parts: Partial<Call> = {}) => {
    const request = new Request(`http://127.0.0.1/sdapi/v1/progress${query}`);
    const call = callOf({ request, ...parts });
    return (await progress(upstreamClient(server.url), running).answer(call)).json();
  };

  it('returns the progress of the caller’s own generation', async () => {
    await begin('somebody');
    expect(await ask()).toEqual({
      ...{ progress: 0.4, eta_relative: 2.5, textinfo: 'Working', current_image: null },
      state: { job: 'task', job_count: 1, sampling_step: 8, sampling_steps: 20, interrupted: false },
    });
  });

  it('returns idle while the server works for another caller, or not at all', async () => {
    told.current_image = await base64('green');
    const idle = {
      ...{ progress: 0, eta_relative: 0, current_image: null, textinfo: null },
      state: {
        ...{ skipped: false, interrupted: false, stopping_generation: false },
        ...{ job: '', job_count: 0, job_timestamp: '0', job_no: 0, sampling_step: 0, sampling_steps: 0 },
      },
    };
    expect(await ask()).toEqual(idle);
    await begin('other');
    expect(await ask()).toEqual(idle);
    told.current_task = 'task(gen_1)';
    await begin('somebody', 'task(gen_2)');
    expect(await ask()).toEqual(idle);
  });

  it('shows a preview as the policy allows, and no withheld one', async () => {
    await begin('somebody');
    const shown = async (colour: Colour) => {
      told.current_image = await base64(colour);
      return Object(await ask()).current_image;
    };
    expect(await coloursIn(String(await shown('green')))).toEqual(['green']);
    expect(await shown('azure')).not.toBe(await base64('azure'));
    expect(await coloursIn(String(await shown('azure')))).toEqual(['azure']);
    expect(await shown('crimson')).toBeNull();
    told.current_image = '';
    expect(await ask()).toMatchObject({ current_image: null });
  });

  it('screens a preview beside what the generation was given', async () => {
    told.current_image = await base64('azure');
    const given = new RequestEvidence();
    given.addInput([finding('face')]);
    await begin('somebody', 'task(gen_1)', NO_PROMPT, given);
    expect(await ask('', { engine: callOf({ engineParts: withFaces }).engine })).toMatchObject({
      current_image: null,
    });
  });

  it('screens a preview with the verdict of its prompt, and shows none before there is one', async () => {
    told.current_image = await base64('green');
    await begin('somebody', 'task(gen_1)', { ...NO_PROMPT, decision: 'warn' });
    const blurred = String(Object(await ask()).current_image);
    expect([await coloursIn(blurred), blurred === told.current_image]).toEqual([['green'], false]);
    const unjudged = Promise.withResolvers<void>();
    const flow = (async function* () {
      yield { type: 'generation.started', attempt: 1, seeds: [1] } as const;
      unjudged.resolve();
      await new Promise<void>((resolve) => ending.push(async () => resolve()));
      throw new Error('ended');
    })();
    void running
      .follow({ id: 'b', named: 'b', caller: 'somebody', evidence: new RequestEvidence() }, flow)
      .catch(() => {});
    await unjudged.promise;
    expect(await ask()).toMatchObject({ progress: 0.4, current_image: null });
  });

  it('returns the client’s id for the task if the server names one', async () => {
    await begin('somebody');
    told.current_task = 'task(gen_1)';
    expect(await ask()).toMatchObject({ current_task: 'my task', progress: 0.4 });
    delete told.current_task;
    expect(Object.keys(Object(await ask()))).not.toContain('current_task');
  });

  it('passes on the one parameter that the server reads', async () => {
    await ask('?skip_current_image=true&other=a');
    await ask('?skipCurrentImage=false');
    expect(asked()).toEqual(['GET /sdapi/v1/progress?skip_current_image=true', 'GET /sdapi/v1/progress']);
  });

  it('returns the server’s error', async () => {
    status = 500;
    told = { detail: 'no memory', secret: 'a' };
    const failed = await ask().catch((error: unknown) => error);
    expect(failed).toHaveProperty('status', 500);
    expect(failed).toHaveProperty('body', { detail: 'no memory' });
  });
});

describe('POST /internal/progress', () => {
  const post = async (body: unknown, parts: Partial<Call> = {}) =>
    (await internalProgress(upstreamClient(server.url), running).answer(callOf({ body, ...parts }))).json();
  const body = { id_task: 'my task', id_live_preview: 3, live_preview: true };

  beforeEach(() => {
    told = { active: true, queued: false, completed: false, progress: 0.5, eta: 1, id_live_preview: 4 };
  });

  it('requests the task under the server’s id, and returns its preview as a data URI', async () => {
    await begin('somebody');
    told.live_preview = `data:image/png;base64,${await base64('green')}`;
    const answer = await post(body);
    expect(answer).toMatchObject({ active: true, queued: false, completed: false, progress: 0.5, eta: 1 });
    const { live_preview } = Object(answer);
    expect(live_preview).toMatch(/^data:image\/png;base64,/);
    expect(await coloursIn(live_preview.slice(22))).toEqual(['green']);
    const [request, ...more] = server.requests;
    expect([request?.path, more]).toEqual(['/internal/progress', []]);
    expect(JSON.parse(String(request?.body))).toEqual({ ...body, id_task: 'task(gen_1)' });
  });

  it('returns the server’s error', async () => {
    await begin('somebody');
    status = 500;
    told = { detail: 'no memory', secret: 'a' };
    await expect(post(body)).rejects.toHaveProperty('body', { detail: 'no memory' });
  });

  it('shows no preview that is withheld', async () => {
    await begin('somebody');
    told.live_preview = `data:image/png;base64,${await base64('crimson')}`;
    expect(await post(body)).toMatchObject({ progress: 0.5, live_preview: null });
  });

  it.each([
    ['that another caller runs', { id_task: 'my task' }, 'other'],
    ['that it knows under another name', { id_task: 'task(gen_1)' }, 'somebody'],
    ['without a name', {}, 'somebody'],
  ])('returns waiting for a task %s, without a request to the server', async (_, asking, caller) => {
    await begin(caller === 'other' ? 'somebody' : caller);
    expect(await post(asking, { caller })).toEqual({
      ...{ active: false, queued: false, completed: false, progress: null, eta: null },
      ...{ live_preview: null, id_live_preview: -1, textinfo: 'Waiting...' },
    });
    expect(server.requests).toEqual([]);
  });
});

describe('POST /sdapi/v1/interrupt', () => {
  const post = async () => {
    const route = stop(upstreamClient(server.url), running, '/sdapi/v1/interrupt');
    expect([route.method, route.path]).toEqual(['POST', '/sdapi/v1/interrupt']);
    const response = await route.answer(
      callOf({ request: new Request('http://127.0.0.1/', { method: 'POST' }) }),
    );
    return response.json();
  };

  it('is passed on while no other caller has a task', async () => {
    expect(await post()).toEqual({});
    expect(asked()).toEqual(['POST /sdapi/v1/interrupt']);
  });

  it('interrupts the caller’s own task while others wait, and never another caller’s', async () => {
    await begin('somebody');
    await begin('other', 'task(gen_2)');
    told.current_task = 'task(gen_1)';
    expect(await post()).toEqual({});
    const question = 'GET /sdapi/v1/progress?skip_current_image=true';
    expect(asked()).toEqual([question, 'POST /sdapi/v1/interrupt']);
    server.reset();
    told.current_task = 'task(gen_2)';
    expect(await post()).toEqual({});
    // Without an id the task may be another caller's.
    delete told.current_task;
    expect(await post()).toEqual({});
    expect(asked()).toEqual([question, question]);
  });
});
