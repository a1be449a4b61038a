import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { comfyAt, runOf } from '../comfy.test-helper.ts';
import type { Told } from '../tenants/conversations.ts';
import { interrupt, pretend } from './pretend.ts';

const refused = { message: 'no', kind: 'ModerationBlocked', nodeId: '6', classType: 'CLIPTextEncode' };
const reason = { what: 'prompt', unchecked: false, categories: ['nudity'] } as const;
const outputs = [
  { nodeId: '9', classType: 'SaveImage', kind: 'save' },
  { nodeId: '10', classType: 'SaveImageWebsocket', kind: 'websocket' },
] as const;
const pictures = { reason, language: 'en', outputs, count: 1 } as const;

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

/** Begins to pretend. `heard` returns the types of a client's messages since the last call. */
function begin(listens: boolean, about: Parameters<typeof pretend>[2] = refused) {
  const comfy = comfyAt('http://127.0.0.1:1');
  const run = runOf();
  const told: Told[] = [];
  if (listens)
    comfy.conversations.begin(run.tenant.sid('tab'), { tell: (messages) => told.push(...messages) });
  comfy.runs.add(run);
  pretend(comfy, run, about);
  const heard = () => told.splice(0).map((each) => typeOf(typeof each === 'function' ? each(false) : each));
  return { comfy, run, heard };
}

function typeOf({ data }: Exclude<Told, (metadata: boolean) => unknown>): string {
  if (typeof data !== 'string') return 'frame';
  const { type, data: about } = JSON.parse(data);
  if (type === 'status') return `status ${about.status.exec_info.queue_remaining}`;
  return type === 'executing' ? `executing ${about.node}` : type;
}

const BEGUN = ['execution_start', 'execution_cached', 'progress_state', 'executing 6'];
const FAILED = ['execution_error', 'status 0', 'executing null'];

/** Lets time go by, and what began in it end. */
const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('a refused prompt, for a client that listens', () => {
  it('waits, starts once the client has its id, proceeds, and fails', async () => {
    const { run, heard } = begin(true);
    expect([run.refused, heard()]).toEqual(['running', ['status 1']]);
    await wait(19);
    expect(heard()).toEqual([]);
    await wait(1);
    expect(heard()).toEqual(BEGUN);
    // It waits for a poll that shows that the client got the event; this client never polls.
    await wait(2_199);
    expect([run.refused, new Set(heard())]).toEqual(['running', new Set(['executing 6'])]);
    await wait(1);
    expect([run.refused, heard()]).toEqual(['done', FAILED]);
    expect(run.history).toMatchObject({ status: { status_str: 'error' }, outputs: {} });
    await wait(60_000);
    expect(heard()).toEqual([]);
  });

  it('ends once, a second after the client has polled the history', async () => {
    const { run, heard } = begin(true);
    await wait(20);
    heard();
    run.asked?.('history');
    expect(heard()).toEqual(['status 1']);
    await wait(999);
    run.asked?.('history');
    expect(heard()).toEqual([]);
    await wait(1);
    expect([run.refused, run.asked, heard()]).toEqual(['done', undefined, FAILED]);
  });

  it('ends at once for a client that then requests the queue', async () => {
    const { run, heard } = begin(true);
    await wait(20);
    run.asked?.('queue');
    await wait(100);
    expect(run.refused).toBe('running');
    run.asked?.('history');
    run.asked?.('queue');
    heard();
    await wait(50);
    expect([run.refused, heard()]).toEqual(['done', FAILED]);
  });
});

it('tells a client without an own id, too', async () => {
  const comfy = comfyAt('http://127.0.0.1:1');
  const run = runOf({ clientId: undefined });
  const told: Told[] = [];
  comfy.conversations.begin(run.tenant.sid(''), { tell: (messages) => told.push(...messages) });
  comfy.runs.add(run);
  pretend(comfy, run, refused);
  expect(told).toHaveLength(1);
  interrupt(comfy, run);
  expect(told).toHaveLength(4);
});

describe('a refused prompt, for a client that does not listen', () => {
  it('seems to run for a moment', async () => {
    const { run } = begin(false);
    await wait(419);
    expect([run.refused, run.history]).toEqual(['running', undefined]);
    await wait(1);
    expect(run.refused).toBe('done');
  });

  it('ends soon after the client has polled it', async () => {
    const { run } = begin(false);
    await wait(20);
    run.asked?.('history');
    await wait(49);
    expect(run.refused).toBe('running');
    await wait(1);
    expect(run).toMatchObject({ refused: 'done', history: { status: { completed: false } } });
  });
});

describe('a refused prompt that is answered with placeholders', () => {
  it('makes files that the client may fetch, and sends frames for WebSocket outputs', async () => {
    const { comfy, run, heard } = begin(true, { ...refused, pictures });
    expect(run.reason).toEqual(reason);
    const file = { filename: 'shoji_4c1f0a2e_9_00001_.png', subfolder: '', type: 'output' } as const;
    expect(comfy.runs.file(file, run.tenant)).toEqual({ run, place: '' });
    await wait(20);
    run.asked?.('history');
    heard();
    await wait(1_000);
    // The picture of the frame is drawn outside of the fake timers.
    await expect.poll(() => run.refused).toBe('done');
    expect(heard()).toEqual(['frame', 'executed', 'execution_success', 'status 0', 'executing null']);
    expect(run.history).toMatchObject({
      status: { status_str: 'success' },
      outputs: { '9': { images: [{ filename: file.filename, subfolder: '', type: 'output' }] } },
    });
  });
});

describe('a refused prompt that is interrupted', () => {
  it('ends as interrupted, and only once', async () => {
    const { comfy, run, heard } = begin(true);
    await wait(20);
    heard();
    interrupt(comfy, run);
    expect([run.refused, run.asked, heard()]).toEqual([
      'done',
      undefined,
      ['execution_interrupted', 'status 0', 'executing null'],
    ]);
    const history = {
      outputs: {},
      status: {
        status_str: 'error',
        completed: false,
        messages: [
          [
            'execution_interrupted',
            {
              ...{ prompt_id: run.id, node_id: '', node_type: '', executed: [] },
              timestamp: expect.any(Number),
            },
          ],
        ],
      },
    };
    expect(run.history).toMatchObject(history);
    await wait(60_000);
    expect([run.history, heard()]).toEqual([expect.objectContaining({ outputs: {} }), []]);
    expect(run.history).toMatchObject(history);
  });

  it('does not start if it was interrupted before', async () => {
    const { comfy, run, heard } = begin(true);
    interrupt(comfy, run);
    heard();
    await wait(60_000);
    expect([run.refused, heard()]).toEqual(['done', []]);
  });
});
