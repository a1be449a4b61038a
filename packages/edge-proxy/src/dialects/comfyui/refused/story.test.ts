import { RequestEvidence } from '@shoji/core/screen';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { describe, expect, it } from 'vitest';
import type { Run } from '../tenants/runs.ts';
import { tenantOf } from '../tenants/tenant.ts';
import { entryOf, framesOf, kindOf, promptOf, statusOf, storyOf } from './story.ts';

const run: Run = {
  id: '0123456789',
  tenant: tenantOf('me'),
  clientId: 'client',
  graph: { '1': {} },
  extra: { a: 'b' },
  words: { replaced: [], operators: '', added: new Map() },
  verdict: NO_PROMPT,
  evidence: new RequestEvidence(),
  finals: new Set(),
  size: { width: 64, height: 64 },
  created: 5,
  number: 3,
};
const reason = { what: 'prompt', unchecked: false, categories: ['nudity'] } as const;
const refused = { message: 'no', kind: 'ModerationBlocked', nodeId: '6', classType: 'CLIPTextEncode' };
const outputs = [
  { nodeId: '9', classType: 'SaveImage', kind: 'save' },
  { nodeId: 'a:b', classType: 'PreviewImage', kind: 'preview' },
  { nodeId: '11', classType: 'SaveImageWebsocket', kind: 'websocket' },
  { nodeId: '12', classType: 'SaveAudio', kind: 'other' },
] as const;
const pictures = { reason, language: 'en', outputs, count: 2 } as const;
const namesIn = (messages: readonly (readonly [string, unknown])[]) => messages.map(([name]) => name);

describe('the messages about a refused prompt', () => {
  it('are those of a failed run, with the reason', () => {
    const { begun, ended, entry, files } = storyOf(run, refused);
    expect(namesIn(begun)).toEqual(['execution_start', 'execution_cached', 'progress_state', 'executing']);
    const state = {
      ...{ value: 0, max: 1, state: 'running', prompt_id: run.id, parent_node_id: null },
      ...{ node_id: '6', display_node_id: '6', real_node_id: '6' },
    };
    expect(begun.map(([, data]) => data)).toEqual([
      { prompt_id: run.id, timestamp: expect.any(Number) },
      { prompt_id: run.id, timestamp: expect.any(Number), nodes: [] },
      { prompt_id: run.id, nodes: { '6': state } },
      { prompt_id: run.id, node: '6', display_node: '6' },
    ]);
    expect(ended).toEqual([
      [
        'execution_error',
        {
          prompt_id: run.id,
          node_id: '6',
          node_type: 'CLIPTextEncode',
          exception_message: 'no',
          exception_type: 'ModerationBlocked',
          ...{ executed: [], traceback: [], current_inputs: {}, current_outputs: [] },
          timestamp: expect.any(Number),
        },
      ],
    ]);
    expect(entry).toMatchObject({
      outputs: {},
      status: { status_str: 'error', completed: false },
      meta: {},
    });
    expect(files).toEqual([]);
  });

  it('are those of a run with labelled images if placeholders are configured', () => {
    const { ended, entry, files } = storyOf(run, { ...refused, pictures });
    expect(files).toEqual([
      { node: '9', filename: 'shoji_01234567_9_00001_.png', subfolder: '', type: 'output' },
      { node: '9', filename: 'shoji_01234567_9_00002_.png', subfolder: '', type: 'output' },
      { node: 'a:b', filename: 'shoji_01234567_ab_00001_.png', subfolder: '', type: 'temp' },
      { node: 'a:b', filename: 'shoji_01234567_ab_00002_.png', subfolder: '', type: 'temp' },
    ]);
    const shown = (word: string, type: string) => ({
      images: [1, 2].map((number) => ({
        filename: `shoji_01234567_${word}_0000${number}_.png`,
        subfolder: '',
        type,
      })),
    });
    expect(ended).toEqual([
      ['executed', { node: '9', display_node: '9', output: shown('9', 'output'), prompt_id: run.id }],
      ['executed', { node: 'a:b', display_node: 'a:b', output: shown('ab', 'temp'), prompt_id: run.id }],
      ['execution_success', { prompt_id: run.id, timestamp: expect.any(Number) }],
    ]);
    expect(entry).toMatchObject({
      outputs: { '9': { images: [{ filename: 'shoji_01234567_9_00001_.png' }, {}] } },
      status: { status_str: 'success', completed: true },
      meta: { '9': { node_id: '9', display_node: '9', parent_node: null, real_node_id: '9' } },
    });
  });

  it('name files by any id of a node', () => {
    const odd = [{ nodeId: '::', classType: 'SaveImage', kind: 'save' }] as const;
    const { files } = storyOf(run, { ...refused, pictures: { ...pictures, outputs: odd, count: 1 } });
    expect(files).toMatchObject([{ node: '::', filename: 'shoji_01234567_x_00001_.png' }]);
  });

  it('are kept in the history, with the prompt as it was sent', () => {
    const failed = storyOf(run, refused);
    expect(failed.entry).toEqual({
      prompt: promptOf(run, []),
      outputs: {},
      status: {
        ...{ status_str: 'error', completed: false },
        messages: [...failed.begun.slice(0, 2), ...failed.ended],
      },
      meta: {},
    });
    const made = storyOf(run, { ...refused, pictures });
    expect(made.entry).toMatchObject({
      prompt: promptOf(run, ['9', 'a:b']),
      status: { messages: [...made.begun.slice(0, 2), ...made.ended.slice(-1)] },
    });
  });

  it('include frames for WebSocket outputs', async () => {
    const frames = await framesOf(run, { ...refused, pictures });
    expect(frames).toHaveLength(2);
    const [plain, told] = [frames[0]?.(false).data, frames[0]?.(true).data];
    expect(Buffer.from(plain ?? '').readUInt32BE(0)).toBe(1);
    const bytes = Buffer.from(told ?? '');
    expect(bytes.readUInt32BE(0)).toBe(4);
    const end = 8 + bytes.readUInt32BE(4);
    expect(JSON.parse(bytes.subarray(8, end).toString())).toEqual({
      ...{ node_id: '11', display_node_id: '11', real_node_id: '11', parent_node_id: null },
      ...{ prompt_id: run.id, image_type: 'image/png' },
    });
    // The width and the height of the PNG.
    expect([bytes.readUInt32BE(end + 16), bytes.readUInt32BE(end + 20)]).toEqual([64, 64]);
    expect(await framesOf(run, refused)).toEqual([]);
    expect(await framesOf(run, { ...refused, pictures: { ...pictures, outputs: [] } })).toEqual([]);
  });
});

describe('their texts', () => {
  it('name the categories if the policy does', () => {
    expect(kindOf(reason, 'en')).toBe('ModerationBlocked: nudity');
    expect(kindOf({ ...reason, categories: [] }, 'en')).toBe('ModerationBlocked');
  });

  it('list a prompt as its client sent it', () => {
    expect(promptOf(run, ['9'])).toEqual([
      3,
      run.id,
      run.graph,
      { a: 'b', client_id: 'client', create_time: 5 },
      ['9'],
    ]);
    expect(promptOf({ ...run, clientId: undefined }, [])).toMatchObject({ 3: { a: 'b', create_time: 5 } });
    expect(statusOf(2)).toEqual(['status', { status: { exec_info: { queue_remaining: 2 } } }]);
    expect(entryOf(run, {}, 'error', [['a', { b: 1 }]])).toMatchObject({
      status: { messages: [['a', { b: 1 }]] },
    });
  });
});
