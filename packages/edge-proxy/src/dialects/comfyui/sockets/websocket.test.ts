import { once } from 'node:events';
import { Account } from '@shoji/core/screen';
import { describe, expect, it } from 'vitest';
import { upstreamClient } from '../../../dialect-kit/client/client.ts';
import { type ClientFrame, jsonFrame } from '../../../dialect-kit/serving/client-frame.ts';
import { idOf, runOf } from '../comfy.test-helper.ts';
import { Conversations } from '../tenants/conversations.ts';
import { Runs } from '../tenants/runs.ts';
import { tenantOf } from '../tenants/tenant.ts';
import { conversations } from './websocket.test-helper.ts';

const sockets = conversations();
const { open } = sockets;

it('disconnects a client that reads nothing (backpressure)', async () => {
  const closed = await new Promise<number>((resolve, reject) => {
    const client = { send: () => {}, waiting: 10 ** 9, onText: () => {}, close: resolve };
    open('{"type":"status","data":{}}', new Runs(), client, reject);
  });
  expect(closed).toBe(1013);
});

it.each([
  [27, { sent: 2 }],
  [26, { sent: 0, closed: 1013 }],
])(
  'counts the bytes that wait for a client until they are sent: with room for %d',
  async (room, expected) => {
    const status = '{"type":"status","data":{}}';
    expect(status).toHaveLength(27);
    /** The frames and the close code of a client behind which this many bytes may still wait. */
    const outcome = (room: number) =>
      new Promise<{ sent: number; closed?: number }>((resolve, reject) => {
        let sent = 0;
        const client = {
          send: () => {
            sent += 1;
            if (sent === 2) resolve({ sent });
            else for (const socket of sockets.server.clients) socket.send(status);
          },
          waiting: 96_000_000 - room,
          onText: () => {},
          close: (closed: number) => resolve({ sent, closed }),
        };
        open(status, new Runs(), client, reject);
      });
    expect(await outcome(room)).toEqual(expected);
  },
);

it('asks the server for pictures with metadata, under the caller’s own name', async () => {
  const told = new Promise((resolve) => {
    sockets.server.on('connection', (socket, request) =>
      socket.on('message', (data) => resolve([request.url, JSON.parse(String(data))])),
    );
  });
  open([], new Runs(), { send: () => {}, waiting: 0, onText: () => {}, close: () => {} }, () => {});
  expect(await told).toEqual([
    `/ws?clientId=${tenantOf('somebody').sid('somebody')}`,
    { type: 'feature_flags', data: { supports_preview_metadata: true } },
  ]);
});

it('gets the messages of the proxy itself until its client disconnects, and closes the server’s connection then', async () => {
  const conversations = new Conversations();
  const sid = tenantOf('somebody').sid('somebody');
  const connected = once(sockets.server, 'connection');
  const sent: unknown[] = [];
  const client = {
    send: ({ data }: ClientFrame) => sent.push(data),
    waiting: 0,
    onText: () => {},
    close: () => {},
  };
  open([], new Runs(), client, () => {}, { conversations });
  const [socket] = await connected;
  expect(conversations.tell(sid, [jsonFrame({ type: 'own' })])).toBe(true);
  await new Promise(setImmediate);
  expect(sent).toEqual(['{"type":"own"}']);
  const closed = once(socket, 'close');
  sockets.leave();
  await closed;
  expect(conversations.tell(sid, [jsonFrame({ type: 'own' })])).toBe(false);
});

it('reports why the connection to the server failed, and closes the client’s', async () => {
  const reported: unknown[] = [];
  const account = new Account();
  const closed = await new Promise<number>((resolve) => {
    const client = { send: () => {}, waiting: 0, onText: () => {}, close: resolve };
    open([], new Runs(), client, (error) => reported.push(error), {
      account,
      server: upstreamClient('http://127.0.0.1:1'),
    });
  });
  expect(closed).toBe(1012);
  expect(reported).toMatchObject([
    { code: 'generator_failed', message: 'The websocket of the image server failed.' },
  ]);
  expect(account.causeOf(reported[0])).toContain('ECONNREFUSED');
});

it.each(['', '?clientId='])('gives a client without an id one, as the server does: %j', async (query) => {
  const status = await new Promise<string>((resolve, reject) => {
    const send = ({ data }: ClientFrame) => resolve(String(data));
    const client = { send, waiting: 0, onText: () => {}, close: reject };
    open('{"type":"status","data":{"sid":"x"}}', new Runs(), client, reject, { query });
  });
  expect(JSON.parse(status).data).toEqual({
    status: { exec_info: { queue_remaining: 0 } },
    sid: expect.stringMatching(/^[\da-f]{32}$/),
  });
});

it('reports to the operator why a message could not be screened, and sends nothing', async () => {
  const runs = new Runs();
  runs.of = () => {
    throw new Error('broken');
  };
  const sent: unknown[] = [];
  const reported = await new Promise((resolve) => {
    const client = {
      send: (frame: unknown) => sent.push(frame),
      waiting: 0,
      onText: () => {},
      close: () => {},
    };
    open('{"type":"executing","data":{"prompt_id":"1","node":"3"}}', runs, client, resolve);
  });
  expect(reported).toEqual(new Error('broken'));
  expect(sent).toEqual([]);
});

it('reports why a workflow failed, with no word of the workflow', async () => {
  const runs = new Runs();
  runs.add(runOf({ graph: { '6': { inputs: { text: ['an elephant', { more: 'tulips' }] } } } }));
  const account = new Account();
  const failed = {
    ...{ prompt_id: idOf(1), exception_type: 'RuntimeError' },
    exception_message: 'cannot tokenise elephant, tulips',
  };
  const reported = await new Promise((resolve, reject) => {
    const client = { send: () => {}, waiting: 0, onText: () => {}, close: reject };
    open(JSON.stringify({ type: 'execution_error', data: failed }), runs, client, resolve, { account });
  });
  expect(reported).toMatchObject({ code: 'generator_failed' });
  const cause = account.causeOf(reported);
  expect(cause).toContain('cannot tokenise');
  expect(cause).not.toMatch(/elephant|tulips/);
});

describe('the features of the server', () => {
  const FLAGS = { type: 'feature_flags', data: { supports_preview_metadata: true, max_upload_size: 7 } };

  /** The messages that a client gets that sends `texts` first. */
  async function heardAfter(texts: readonly string[]) {
    const heard: { type: string; data: unknown }[] = [];
    await new Promise<void>((resolve, reject) => {
      const send = ({ data }: ClientFrame) => {
        heard.push(JSON.parse(String(data)));
        if (heard.at(-1)?.type === 'status') resolve();
      };
      const onText = (tell: (text: string) => void) => {
        for (const text of texts) tell(text);
      };
      const client = { send, waiting: 0, onText, close: reject };
      open([JSON.stringify(FLAGS), '{"type":"status","data":{}}'], new Runs(), client, reject);
    });
    return heard.filter(({ type }) => type !== 'status');
  }

  it('are told to a client that names its own, once', async () => {
    const own = JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } });
    expect(await heardAfter([own, own])).toEqual([FLAGS]);
  });

  it.each([
    ['says nothing', []],
    ['sends another message first', ['{"type":"other"}', '{"type":"feature_flags","data":{}}']],
    ['sends no JSON', ['feature_flags']],
  ])('are not told to a client that %s', async (_, texts) => {
    expect(await heardAfter(texts)).toEqual([]);
  });
});

describe('a message about a prompt', () => {
  /** The messages that a client gets, up to the status at their end. */
  async function heardOf(messages: readonly object[]) {
    const runs = new Runs();
    const words = { replaced: [{ sent: 'a dog, nsfw', typed: 'a dog' }], operators: '', added: new Map() };
    runs.add(runOf({ words }));
    const heard: unknown[] = [];
    await new Promise<void>((resolve, reject) => {
      const send = ({ data }: ClientFrame) => {
        heard.push(JSON.parse(String(data)));
        if (String(data).includes('"status"')) resolve();
      };
      const sent = [
        ...messages,
        { type: 'status', data: { status: { exec_info: { queue_remaining: 7 } }, sid: 'x' } },
      ];
      const client = { send, waiting: 0, onText: () => {}, close: reject };
      open(
        sent.map((each) => JSON.stringify(each)),
        runs,
        client,
        () => {},
      );
    });
    return heard;
  }
  const prompt_id = idOf(1);

  it('has its data, in the client’s own words', async () => {
    const about = { prompt_id, nodes: ['3'], timestamp: 5 };
    const error = { prompt_id, node_id: '6', exception_message: 'a dog, nsfw', exception_type: 'Error' };
    const [cached, progress, executing, failed] = await heardOf([
      { type: 'execution_cached', data: { ...about, secret: 'x' } },
      { type: 'progress', data: { prompt_id, value: 1, max: 4, node: '3' } },
      { type: 'executing', data: { prompt_id, node: '3', display_node: '3' } },
      { type: 'execution_error', data: error },
    ]);
    expect(cached).toEqual({ type: 'execution_cached', data: about });
    expect(progress).toEqual({ type: 'progress', data: { prompt_id, value: 1, max: 4, node: '3' } });
    expect(executing).toEqual({ type: 'executing', data: { prompt_id, node: '3', display_node: '3' } });
    expect(failed).toEqual({ type: 'execution_error', data: { ...error, exception_message: 'a dog' } });
  });

  it('has an output with its files and its words', async () => {
    const output = { text: ['a dog, nsfw'], images: [{ filename: 'a.png', subfolder: '', type: 'temp' }] };
    const [executed] = await heardOf([
      { type: 'executed', data: { prompt_id, node: '9', display_node: '9', output } },
    ]);
    expect(executed).toEqual({
      type: 'executed',
      data: { prompt_id, node: '9', display_node: '9', output: { ...output, text: ['a dog'] } },
    });
  });

  it('is not told where it is unknown, of another caller’s prompt, or of none', async () => {
    expect(
      await heardOf([
        { type: 'surprise', data: { prompt_id } },
        { type: 'toString', data: { prompt_id } },
        { type: 'executing', data: { prompt_id: idOf(9), node: '3' } },
        { type: 'executing', data: { node: '3' } },
      ]),
    ).toHaveLength(1);
  });

  it('tells the status under the client’s own name', async () => {
    const [status] = await heardOf([]);
    expect(status).toMatchObject({ type: 'status', data: { status: { exec_info: { queue_remaining: 7 } } } });
    expect(JSON.stringify(status)).not.toContain('"x"');
  });
});
