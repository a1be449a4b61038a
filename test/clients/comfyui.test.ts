import { CallWrapper, ComfyApi, type NodeData, PromptBuilder } from '@saintno/comfyui-sdk';
import { comfyui } from '@shoji/edge-proxy';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ComfyServer, startComfyUi } from '../upstreams/comfyui/server.ts';
import { workflow } from './comfyui-client.ts';
import { BANNED, type RunningProxy, seen, startProxy } from './support.ts';

let upstream: ComfyServer;
let proxies: Record<'native' | 'error' | 'placeholder', RunningProxy>;
const clients: ComfyApi[] = [];
beforeAll(async () => {
  upstream = await startComfyUi();
  const start = (blocked: 'native' | 'error' | 'placeholder') =>
    startProxy([comfyui({ url: upstream.url, blocked })]);
  const [native, error, placeholder] = await Promise.all([
    start('native'),
    start('error'),
    start('placeholder'),
  ]);
  proxies = { native, error, placeholder };
});
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  upstream.reset();
});
afterAll(() => Promise.all([upstream.close(), ...Object.values(proxies).map((proxy) => proxy.close())]));

async function connect(proxy = proxies.native): Promise<ComfyApi> {
  const client = new ComfyApi(proxy.url);
  clients.push(client);
  const connected = new Promise<void>((resolve) => client.on('connected', () => resolve()));
  client.init(1, 100);
  await Promise.all([connected, client.waitForReady()]);
  return client;
}

function builder(prompt: string, batch = 1) {
  const graph = workflow(prompt, { batch }) as NodeData;
  return new PromptBuilder(graph, ['prompt'], ['images']).setOutputNode('images', '9');
}

/** Runs a workflow as the examples of the SDK do. */
async function run(
  client: ComfyApi,
  prompt: string,
  batch = 1,
  onPreview: (picture: Blob) => void = () => {},
) {
  let failure: Error | undefined;
  const result = await new CallWrapper(client, builder(prompt, batch))
    .onPreview(onPreview)
    .onFailed((error) => {
      failure ??= error;
    })
    .run();
  const images: Parameters<ComfyApi['getImage']>[0][] = result
    ? (result.images as { images: Parameters<ComfyApi['getImage']>[0][] }).images
    : [];
  const looks = await Promise.all(
    images.map(async (image) => seen(new Uint8Array(await (await client.getImage(image)).arrayBuffer()))),
  );
  return { failure, images, looks };
}

describe('@saintno/comfyui-sdk', () => {
  it('gets its pictures, several at once, under the expected names', async () => {
    const { failure, images, looks } = await run(await connect(), 'a green dog', 2);
    expect(failure).toBeUndefined();
    expect(images).toEqual([
      { filename: 'ComfyUI_00001_.png', subfolder: '', type: 'output' },
      { filename: 'ComfyUI_00002_.png', subfolder: '', type: 'output' },
    ]);
    expect(looks).toEqual([
      { colour: 'green', format: 'png', note: false },
      { colour: 'green', format: 'png', note: false },
    ]);
    expect(upstream.state.sampled[0]?.prompt).toBe('a green dog');
    expect(upstream.state.sampled[0]?.negative).toMatch(/.+fog$/);
  });

  it('gets the reason for a refused prompt', async () => {
    const { failure } = await run(await connect(), `a ${BANNED} dog`);
    expect(failure?.message).toBe('ModerationBlocked: toxic language');
    expect(failure?.cause).toMatchObject({
      node_id: '6',
      node_type: 'CLIPTextEncode',
      exception_message: 'The prompt was refused. Reason: toxic language.',
    });
    expect(upstream.state.encoded).toEqual([]);
  });

  it('gets the reason over HTTP if the operator chose that', async () => {
    const { failure } = await run(await connect(proxies.error), `a ${BANNED} dog`);
    expect(failure?.message).toBe('Failed to queue prompt');
    const answer = failure?.cause as Response;
    expect(await answer.json()).toMatchObject({
      error: { type: 'moderation_blocked', message: 'The prompt was refused. Reason: toxic language.' },
      node_errors: {},
    });
  });

  it('gets labelled pictures if the operator chose that', async () => {
    const { failure, looks } = await run(await connect(proxies.placeholder), `a ${BANNED} dog`, 2);
    expect(failure).toBeUndefined();
    expect(looks.map(({ colour }) => colour)).toEqual(['paper', 'paper']);
    expect(upstream.state.encoded).toEqual([]);
  });

  it('gets blurred pictures as pictures, and a label in place of withheld ones', async () => {
    const client = await connect();
    expect((await run(client, 'an azure dog')).looks).toMatchObject([{ colour: 'azure', format: 'jpeg' }]);
    const { looks } = await run(client, 'first a crimson dog', 2);
    expect(looks.map(({ colour }) => colour)).toEqual(['paper', 'green']);
  });

  it('gets the progress of its picture, and can interrupt it', async () => {
    upstream.state.hold = true;
    const client = await connect();
    let shown: Promise<string> | undefined;
    const { failure } = await run(client, 'a green dog', 1, (picture) => {
      shown ??= (async () => {
        await client.interrupt();
        return (await seen(new Uint8Array(await picture.arrayBuffer()))).colour;
      })();
    });
    expect(await shown).toBe('green');
    expect(failure?.message).toBe('The execution was interrupted!');
  });

  it('uploads pictures, which are judged before the server gets them', async () => {
    const { picture } = await import('../upstreams/pictures.ts');
    const client = await connect();
    const sent = await client.uploadImage(await picture('green'), 'dog.png');
    expect(sent).toMatchObject({ info: { filename: 'dog.png', subfolder: '', type: 'input' } });
    expect(await client.uploadImage(await picture('crimson'), 'cat.png')).toBe(false);
    expect([...upstream.state.files.keys()].join()).not.toContain('cat.png');
  });
});
