import { finding } from '@shoji/core/testing';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callOf } from '../../../dialect-kit/call/call.test-helper.ts';
import type { Call } from '../../../dialect-kit/call/call.ts';
import { BANNED } from '../../../testing/engine.ts';
import { withFaces } from '../../../testing/people.ts';
import { coloursIn, shadesOf } from '../../../testing/pictures.ts';
import { startRecorder, type UpstreamServer } from '../../../testing/recorder.ts';
import { comfyAt, getOf, runOf } from '../comfy.test-helper.ts';
import type { Comfy } from '../comfy.ts';
import { tenantOf } from '../tenants/tenant.ts';
import { viewPicture } from './view.ts';

const [green, azure, crimson] = await Promise.all([
  shadesOf('green'),
  shadesOf('azure'),
  shadesOf('crimson'),
]);
const { folder } = tenantOf('somebody');

/** Its files, by their names. */
const FILES: Readonly<Record<string, Buffer>> = {
  'green.png': green,
  'azure.png': azure,
  'crimson.png': crimson,
};

let server: UpstreamServer;
let comfy: Comfy;
beforeEach(async () => {
  server = await startRecorder(({ path }, response) => {
    const file = FILES[new URLSearchParams(path.slice(6)).get('filename') ?? ''];
    if (file) response.writeHead(200, { 'content-type': 'image/png' }).end(file);
    else response.writeHead(404).end();
  });
  comfy = comfyAt(server.url);
});
afterEach(() => server.close());

async function view(query: string, parts: Partial<Call> = {}) {
  const response = await viewPicture(comfy, getOf(`/view?${query}`, parts));
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    colours: bytes.length > 0 ? await coloursIn(bytes) : [],
  };
}
const asked = () => server.requests.map(({ path }) => Object.fromEntries(new URLSearchParams(path.slice(6))));
const warned = { ...NO_PROMPT, decision: 'warn' } as const;

describe('GET /view', () => {
  it('answers a clear picture of the caller’s folder, with its verdict', async () => {
    const { status, headers, colours } = await view('filename=green.png&subfolder=pets&type=output&rand=0.5');
    expect([status, colours]).toEqual([200, ['green']]);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': 'filename="green.png"',
      'cache-control': 'no-store',
      'x-shoji-id': 'gen_1',
      'x-shoji-decision': 'clear',
      'x-shoji-images': 'clear',
    });
    expect(asked()).toEqual([{ filename: 'green.png', subfolder: `${folder}/pets`, type: 'output' }]);
  });

  it('answers a blurred picture blurred, and a placeholder of the run’s size for a withheld one', async () => {
    const blurred = await view('filename=azure.png');
    expect([blurred.status, blurred.headers.get('X-Shoji-Images'), blurred.colours]).toEqual([
      200,
      'blur',
      ['azure'],
    ]);
    expect(Buffer.compare(blurred.bytes, azure)).not.toBe(0);
    const run = runOf({ size: { width: 128, height: 72 } });
    comfy.runs.made({ filename: 'crimson.png', subfolder: '', type: 'output' }, run, '');
    const withheld = await view('filename=crimson.png');
    expect([withheld.status, withheld.headers.get('X-Shoji-Decision'), withheld.colours]).toEqual([
      200,
      'withhold',
      ['other'],
    ]);
    expect(withheld.headers.get('X-Shoji-Warnings')).toBe('image_nudity');
    expect(sizeOf(withheld.bytes)).toEqual([128, 72]);
    expect(sizeOf((await view('filename=crimson.png&type=input')).bytes)).toEqual([512, 512]);
  });

  it('withholds a nude picture of a run that was given a face, and one that such a run may have made', async () => {
    const { engine } = callOf({ engineParts: withFaces });
    const decision = async (filename: string) =>
      (await view(`filename=${filename}`, { engine })).headers.get('X-Shoji-Decision');
    expect(await decision('azure.png')).toBe('clear');
    const run = runOf();
    run.evidence.addInput([finding('face')]);
    comfy.runs.made({ filename: 'azure.png', subfolder: '', type: 'output' }, run, '');
    expect(await decision('azure.png')).toBe('withhold');
    comfy = comfyAt(server.url);
    comfy.runs.add(run);
    expect([await decision('azure.png'), await decision('green.png')]).toEqual(['withhold', 'clear']);
  });

  it('answers an error for a withheld picture if the operator chose so', async () => {
    comfy = comfyAt(server.url, { mode: 'error' });
    const { status, headers, bytes } = await view('filename=crimson.png');
    expect([status, headers.get('Cache-Control'), headers.get('X-Shoji-Decision')]).toEqual([
      403,
      'no-store',
      'withhold',
    ]);
    const message = expect.stringContaining('nudity');
    expect(JSON.parse(Buffer.from(bytes).toString())).toMatchObject({
      error: { type: 'moderation_blocked', message, details: message, extra_info: {} },
      shoji: { decision: 'withhold', images: ['withhold'] },
    });
    expect((await view('filename=green.png')).status).toBe(200);
  });

  it('draws the reason for a refused prompt’s file, without a request to the server', async () => {
    const reason = { what: 'prompt', unchecked: false, categories: ['nudity'] } as const;
    const file = { filename: 'shoji_4c1f0a2e_9_00001_.png', subfolder: '', type: 'output' } as const;
    comfy.runs.made(file, runOf({ refused: 'done', reason }), '');
    const { status, headers, bytes, colours } = await view(`filename=${file.filename}`);
    expect([status, sizeOf(bytes), colours]).toEqual([200, [96, 80], ['other']]);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-shoji-decision': 'rejected',
      'x-shoji-prompt': 'reject',
      'content-disposition': `filename="${file.filename}"`,
    });
    expect(headers.has('X-Shoji-Images')).toBe(false);
    expect(server.requests).toEqual([]);
  });

  it('screens a file with the verdict of the prompt that made it', async () => {
    const file = { filename: 'green.png', subfolder: '', type: 'temp' } as const;
    comfy.runs.made(file, runOf({ verdict: warned }), '');
    const { headers } = await view('filename=green.png&type=temp');
    expect([headers.get('X-Shoji-Prompt'), headers.get('X-Shoji-Images')]).toEqual(['warn', 'blur']);
    expect(asked()).toEqual([{ filename: 'green.png', subfolder: '', type: 'temp' }]);
  });

  it('screens a file of an unknown prompt of the caller with the strictest verdict', async () => {
    for (const run of [runOf(), runOf({ id: 'b', verdict: warned })]) comfy.runs.add(run);
    expect((await view('filename=green.png')).headers.get('X-Shoji-Images')).toBe('blur');
    // Uploads have no prompt, and prompts of other callers do not count.
    expect((await view('filename=green.png&type=input')).headers.get('X-Shoji-Images')).toBe('clear');
    const other = await view('filename=green.png', { caller: 'other' });
    expect(other.headers.get('X-Shoji-Images')).toBe('clear');
  });

  it('finds only previews that were announced to the caller, and only existing files', async () => {
    expect((await view('filename=green.png&type=temp')).status).toBe(404);
    expect(server.requests).toEqual([]);
    const missing = await view('filename=none.png');
    expect([missing.status, missing.bytes.length]).toEqual([404, 0]);
  });

  it.each([
    ['rgb', 'rgb'],
    ['a', 'a'],
    ['rgba', 'rgba'],
    ['g', undefined],
  ])('passes on the channel %s as %s', async (channel, handedOn) => {
    await view(`filename=green.png&channel=${channel}`);
    expect(asked()[0]?.channel).toBe(handedOn);
  });

  it('reads the folder off the end of a name, as the server does', async () => {
    await view(`filename=${encodeURIComponent('green.png [input]')}&type=output`);
    expect(asked()).toEqual([{ filename: 'green.png', subfolder: folder, type: 'input' }]);
  });

  it.each(['filename', 'subfolder', 'type', 'channel'])('refuses two values of %s', async (name) => {
    await expect(view(`${name}=a&${name}=b`)).rejects.toThrow(`${name} is given twice`);
  });

  it('refuses a name that the policy refuses, without a request to the server', async () => {
    await expect(view(`filename=${BANNED}.png`)).rejects.toMatchObject({ reason: { what: 'prompt' } });
    await expect(view(`filename=green.png&subfolder=${BANNED}`)).rejects.toMatchObject({
      reason: { what: 'prompt' },
    });
    await expect(view('type=output')).rejects.toThrow('A file name');
    expect(server.requests).toEqual([]);
  });

  it('writes a file name into the header in ASCII', async () => {
    const filename = "緑 'a'.png";
    comfy.runs.made({ filename, subfolder: '', type: 'output' }, runOf({ reason: NUDITY }), '');
    const { headers } = await view(`filename=${encodeURIComponent(filename)}`);
    expect(headers.get('Content-Disposition')).toBe('filename="_ \'a\'.png"');
  });
});

const NUDITY = { what: 'prompt', unchecked: false, categories: ['nudity'] } as const;

/** Width and height of a PNG, from its header. */
function sizeOf(png: Uint8Array): number[] {
  const header = Buffer.from(png);
  return [header.readUInt32BE(16), header.readUInt32BE(20)];
}
