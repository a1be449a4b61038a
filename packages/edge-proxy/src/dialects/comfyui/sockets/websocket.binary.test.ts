import { describe, expect, it } from 'vitest';
import type { ClientFrame } from '../../../dialect-kit/serving/client-frame.ts';
import { screeningEngine } from '../../../testing/engine.ts';
import { shadesOf } from '../../../testing/pictures.ts';
import { idOf, runOf } from '../comfy.test-helper.ts';
import type { Comfy } from '../comfy.ts';
import { Runs } from '../tenants/runs.ts';
import { tenantOf } from '../tenants/tenant.ts';
import { conversations } from './websocket.test-helper.ts';

const [png, crimson] = await Promise.all([shadesOf('green'), shadesOf('crimson')]);

const sockets = conversations();
const { open } = sockets;

describe('a picture without metadata', () => {
  const green = Buffer.concat([Buffer.from([0, 0, 0, 1, 0, 0, 0, 2]), png]);
  const executing = (node: string | null, prompt_id?: string) =>
    JSON.stringify({ type: 'executing', data: { node, ...(prompt_id && { prompt_id }) } });
  const END = '{"type":"status","data":{}}';

  /** The kinds of the frames that a client gets before the status. */
  async function framesFor(
    messages: readonly (string | Uint8Array)[],
    parts: Partial<Comfy> = {},
    runs = new Runs(),
  ) {
    runs.add(runOf({ finals: new Set(['11']) }));
    const frames: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const send = (frame: ClientFrame) => {
        if (String(frame.data).includes('"status"')) return resolve();
        frames.push(typeof frame.data === 'string' ? JSON.parse(frame.data).type : 'picture');
      };
      const client = { send, waiting: 0, onText: () => {}, close: reject };
      open([...messages, END], runs, client, reject, parts);
    });
    return frames;
  }
  it('belongs to the prompt and the node that the server runs', async () => {
    const result = [executing('11', idOf(1)), green];
    expect(await framesFor(result, { previews: false })).toEqual(['executing', 'picture']);
  });

  it('is a preview where its node is not an output, and is sent only if previews are', async () => {
    const preview = [executing('3', idOf(1)), green];
    expect(await framesFor(preview, { previews: false })).toEqual(['executing']);
  });

  it('is left out where a newer preview has arrived', async () => {
    const runs = new Runs();
    const arrived = Promise.withResolvers<void>();
    // The first message waits for the prompt that its client is queueing, and all others wait behind it.
    void runs.queueing(tenantOf('somebody').sid('somebody'), arrived.promise);
    sockets.server.on('connection', (socket) => {
      socket.on('pong', () => arrived.resolve());
      setImmediate(() => socket.ping());
    });
    const previews = [executing('3', idOf(9)), executing('3', idOf(1)), green, green];
    expect(await framesFor(previews, {}, runs)).toEqual(['executing', 'picture']);
  });

  it('belongs to the last prompt that the server named', async () => {
    const result = [executing('3', idOf(1)), executing('11'), green];
    expect(await framesFor(result, { previews: false })).toEqual(['executing', 'picture']);
  });

  it('is not sent where the server has named no prompt, or another caller’s', async () => {
    expect(await framesFor([green])).toEqual([]);
    expect(await framesFor([executing('11', idOf(9)), green])).toEqual([]);
  });

  it('is no result after its prompt has ended', async () => {
    const ended = [executing('11', idOf(1)), executing(null), green];
    expect(await framesFor(ended, { previews: false })).toEqual(['executing']);
  });
});

describe('a binary message', () => {
  const END = '{"type":"status","data":{}}';
  const EXECUTING = JSON.stringify({ type: 'executing', data: { node: '3', prompt_id: idOf(1) } });
  const numbered = (event: number, head: string, rest: Uint8Array) => {
    const numbers = Buffer.alloc(8);
    numbers.writeUInt32BE(event, 0);
    numbers.writeUInt32BE(Buffer.byteLength(head), 4);
    return Buffer.concat([numbers, Buffer.from(head), rest]);
  };

  /** The binary frames that a client gets that sends `texts` first. */
  async function bytesFor(messages: readonly (string | Uint8Array)[], texts: readonly string[] = []) {
    const runs = new Runs();
    const words = { replaced: [], operators: '', added: new Map([['shoji-1', '7']]) };
    runs.add(runOf({ words, finals: new Set(['shoji-1']) }));
    const frames: Buffer[] = [];
    sockets.server.removeAllListeners('connection');
    await new Promise<void>((resolve, reject) => {
      const send = ({ data }: ClientFrame) => {
        if (typeof data !== 'string') frames.push(Buffer.from(data));
        else if (data.includes('"status"')) resolve();
      };
      const onText = (tell: (text: string) => void) => {
        for (const text of texts) tell(text);
      };
      open([...messages, END], runs, { send, waiting: 0, onText, close: reject }, reject, {
        previews: false,
      });
    });
    return frames;
  }

  it('has a text under the client’s node', async () => {
    const text = numbered(3, 'shoji-1', Buffer.from('half done'));
    const own = numbered(3, '9', Buffer.from('done'));
    expect(await bytesFor([EXECUTING, text, own])).toEqual([
      numbered(3, '7', Buffer.from('half done')),
      numbered(3, '9', Buffer.from('done')),
    ]);
    expect(await bytesFor([text])).toEqual([]);
  });

  const about = { node_id: 'shoji-1', prompt_id: idOf(1), display_node_id: 'shoji-1' };
  const picture = numbered(4, JSON.stringify(about), png);
  const flags = (data: object) => JSON.stringify({ type: 'feature_flags', data });

  it('has a picture of the node that its metadata name, and the metadata for a client that reads them', async () => {
    const [told] = await bytesFor([picture], [flags({ supports_preview_metadata: true })]);
    expect(told?.readUInt32BE(0)).toBe(4);
    const end = 8 + (told?.readUInt32BE(4) ?? 0);
    expect(JSON.parse(String(told?.subarray(8, end)))).toEqual({
      ...{ node_id: '7', prompt_id: idOf(1), display_node_id: '7', image_type: 'image/png' },
    });
    for (const texts of [[], [flags({ supports_preview_metadata: 1 })], [flags({})]])
      expect((await bytesFor([picture], texts)).map((frame) => frame.readUInt32BE(0))).toEqual([1]);
  });

  it('is not sent where its metadata name another node, or another caller’s prompt', async () => {
    for (const other of [
      { ...about, node_id: '3' },
      { ...about, prompt_id: idOf(9) },
    ])
      expect(await bytesFor([EXECUTING, numbered(4, JSON.stringify(other), png)])).toEqual([]);
  });

  it('is a placeholder of the run’s size where it is withheld', async () => {
    const runs = new Runs();
    runs.add(runOf({ finals: new Set(['3']), size: { width: 128, height: 72 } }));
    const frame = await new Promise<Buffer>((resolve, reject) => {
      const send = ({ data }: ClientFrame) => typeof data === 'string' || resolve(Buffer.from(data));
      const client = { send, waiting: 0, onText: () => {}, close: reject };
      const engine = screeningEngine();
      open([EXECUTING, numbered(1, '', crimson)], runs, client, reject, { engine });
    });
    expect([frame.readUInt32BE(8 + 16), frame.readUInt32BE(8 + 20)]).toEqual([128, 72]);
  });
});
