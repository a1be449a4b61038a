import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BANNED } from '../../../testing/engine.ts';
import { shadesOf } from '../../../testing/pictures.ts';
import { startRecorder, type UpstreamServer } from '../../../testing/recorder.ts';
import { comfyAt, getOf, runOf } from '../comfy.test-helper.ts';
import type { Comfy } from '../comfy.ts';
import type { FileName } from '../tenants/file-names.ts';
import { tenantOf } from '../tenants/tenant.ts';
import { fetchFile } from './fetch-file.ts';

const green = await shadesOf('green');
const tenant = tenantOf('somebody');
const file: FileName = { filename: 'green.png', subfolder: 'dogs', type: 'output' };
const preview: FileName = { filename: 'green.png', subfolder: '', type: 'temp' };

let server: UpstreamServer;
let comfy: Comfy;
let status: number;
beforeEach(async () => {
  status = 200;
  server = await startRecorder((_, response) => {
    response.writeHead(status, { 'content-type': 'image/png' }).end(status === 200 ? green : '');
  });
  comfy = comfyAt(server.url);
});
afterEach(() => server.close());

const fetched = (name: FileName, channel?: 'rgb' | 'a' | 'rgba') =>
  fetchFile(comfy, getOf('/view'), tenant, name, channel);
const asked = () => server.requests.map(({ path }) => Object.fromEntries(new URLSearchParams(path.slice(6))));

describe('a tenant’s file', () => {
  it('is fetched from the tenant’s folder', async () => {
    expect(await fetched(file)).toMatchObject({ run: undefined, place: `${tenant.folder}/dogs` });
    expect(asked()).toEqual([{ filename: 'green.png', subfolder: `${tenant.folder}/dogs`, type: 'output' }]);
  });

  it('is fetched from the place where its prompt stored it, with that prompt', async () => {
    const run = runOf();
    comfy.runs.made(file, run, 'elsewhere');
    expect(await fetched(file)).toMatchObject({ run, place: 'elsewhere' });
    expect(asked()[0]).toMatchObject({ subfolder: 'elsewhere' });
  });

  it('is fetched with the channel that the client asked for', async () => {
    await fetched(file, 'a');
    expect(asked()[0]).toMatchObject({ channel: 'a' });
  });

  it('is undefined when the server does not have it', async () => {
    status = 404;
    expect(await fetched(file)).toBeUndefined();
  });

  it.each([
    ['file', { ...file, filename: `${BANNED}.png` }],
    ['subfolder', { ...file, subfolder: BANNED }],
  ])('is not fetched where the policy refuses the name of its %s', async (_, name) => {
    await expect(fetched(name)).rejects.toThrow('refuses');
    expect(asked()).toEqual([]);
  });

  it('passes an error of the connection on', async () => {
    await server.close();
    await expect(fetched(file)).rejects.toThrow();
  });
});

describe('a preview', () => {
  it('of another tenant is not fetched', async () => {
    comfy.runs.made(preview, runOf({ tenant: tenantOf('other') }), '');
    expect(await fetched(preview)).toBeUndefined();
    expect(asked()).toEqual([]);
  });

  it('is given to the tenant that received its name', async () => {
    comfy.runs.made(preview, runOf(), '');
    expect(await fetched(preview)).toMatchObject({ place: '' });
    expect(asked()[0]).toMatchObject({ subfolder: '', type: 'temp' });
  });
});
