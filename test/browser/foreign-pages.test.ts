/** Requests that a foreign page makes Chromium send, after its user has opened Shoji or given it a password. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startEveryUpstream } from '../access/every-door.ts';
import { type RunningProxy, startProxy } from '../clients/support.ts';
import { picture } from '../upstreams/pictures.ts';
import { CHROMIUM_ARGS, findChromium, PATIENCE_MS } from './chromium.ts';

const KEY = 'a-key-of-the-operator';
/** Two host names of a local network, which are no secure contexts, unlike 127.0.0.1. */
const [LAN, ELSEWHERE] = ['shoji.lan', 'evil.lan'];

let every: Awaited<ReturnType<typeof startEveryUpstream>>;
let pages: Server;
let evil: string;
let folder: string;
let browser: Browser;
let context: BrowserContext;
let tab: Page;
/** Paths whose answer arrived, and its outcome. */
let answers: { path: string; status: number | string }[];

beforeAll(async () => {
  every = await startEveryUpstream();
  pages = createServer((_, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>elsewhere</title>');
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  const address = pages.address();
  // Another site than 127.0.0.1, and a secure context like it.
  evil = `http://localhost:${typeof address === 'object' ? address?.port : ''}`;
  folder = await mkdtemp(join(tmpdir(), 'shoji-page-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>The page of Shoji</title>');
  browser = await chromium.launch({
    executablePath: findChromium(),
    args: [...CHROMIUM_ARGS, `--host-resolver-rules=MAP *.lan 127.0.0.1`],
    timeout: PATIENCE_MS,
  });
});
afterAll(async () => {
  await browser.close();
  pages.closeAllConnections();
  await Promise.all([every.close(), rm(folder, { recursive: true }), new Promise((r) => pages.close(r))]);
});

async function openTab(at: string, options: BrowserContextOptions = {}): Promise<void> {
  context = await browser.newContext(options);
  answers = [];
  context.on('response', (response) => {
    answers.push({ path: new URL(response.url()).pathname, status: response.status() });
  });
  // The answer arrived, but Chromium keeps it from a page that may not embed it (CORP).
  context.on('requestfailed', (request) => {
    answers.push({ path: new URL(request.url()).pathname, status: request.failure()?.errorText ?? '' });
  });
  tab = await context.newPage();
  await tab.goto(at);
}
afterEach(async () => {
  await context.close();
  every.reset();
});

const quoted = (text: string) => JSON.stringify(text);
const BODY = JSON.stringify({ prompt: 'a green dog' });
const posting = (url: string, more: string) =>
  `fetch(${quoted(url)}, { method: 'POST', mode: 'no-cors', credentials: 'include', ${more} }).catch(() => {})`;

/** The response for a path if it was a refusal; SageMaker refuses with 400. */
function refusalOf(path: string) {
  const refusals = [400, 403, 'net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin'];
  return answers.find((answer) => answer.path === path && refusals.includes(answer.status));
}

/** Gives ComfyUI a picture, which /view then shows. */
async function upload({ url }: RunningProxy): Promise<void> {
  const form = new FormData();
  form.set('image', new Blob([new Uint8Array(await picture('green'))], { type: 'image/png' }), 'a.png');
  await fetch(`${url}/upload/image`, { method: 'POST', body: form });
}

/** Requests that a page can send without a CORS preflight. */
const ATTACKS: Readonly<Record<string, (url: string) => string>> = {
  'a fetch of plain text': (url) =>
    posting(url, `headers: { 'Content-Type': 'text/plain' }, body: ${quoted(BODY)}`),
  'a fetch of an untyped Blob': (url) => posting(url, `body: new Blob([${quoted(BODY)}])`),
  'a beacon': (url) => `navigator.sendBeacon(${quoted(url)}, ${quoted(BODY)})`,
  'a beacon of an untyped Blob': (url) => `navigator.sendBeacon(${quoted(url)}, new Blob([${quoted(BODY)}]))`,
  'a form of plain text': (url) => `new Promise((done) => {
    document.body.innerHTML =
      '<iframe name="into"></iframe><form method="post" enctype="text/plain" target="into"><input></form>';
    const [frame, form] = [document.querySelector('iframe'), document.querySelector('form')];
    form.action = ${quoted(url)};
    form.firstChild.name = '{"prompt":"a green dog","other":"';
    form.firstChild.value = '"}';
    frame.onload = done;
    form.submit();
  })`,
};
const SANDBOXED = (url: string) => `new Promise((done) => {
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts';
  frame.srcdoc = '<script>' + ${quoted(posting(url, `body: ${quoted(BODY)}`))} +
    '.then(() => parent.postMessage("done", "*"))</' + 'script>';
  onmessage = done;
  document.body.append(frame);
})`;

/** Routes with an effect, one of each kind. */
const DOING = [
  '/sdapi/v1/txt2img',
  '/sdapi/v1/options',
  '/sdapi/v1/interrupt',
  '/v1/images/generations',
  '/endpoints/sd21/invocations',
  '/model/stability.sd3-large-v1:0/invoke',
  '/prompt',
  '/queue',
  '/interrupt',
];

describe('a page of another site', () => {
  let proxy: RunningProxy;
  let naming: RunningProxy;
  beforeAll(async () => {
    proxy = await startProxy(every.upstreams, { page: folder });
    naming = await startProxy(every.upstreams, { origins: [evil] });
  });
  afterAll(() => Promise.all([proxy.close(), naming.close()]));

  it.each(Object.entries(ATTACKS))('has no effect by %s', async (_, attack) => {
    await openTab(evil);
    for (const path of DOING) {
      await tab.evaluate(attack(proxy.url + path));
      await expect.poll(() => refusalOf(path)).toBeDefined();
    }
    expect(every.heard()).toEqual([]);

    // The same from a listed page: the refusal is about the page, not about the call.
    await tab.evaluate(attack(naming.url + DOING[0]));
    await expect.poll(() => every.heard()).toContain(`POST ${DOING[0]}`);
  });

  it('has no effect from a sandboxed frame on any page', async () => {
    for (const { url } of [proxy, naming]) {
      await openTab(evil);
      for (const path of DOING) {
        // The frame posts a message when its call has ended.
        await tab.evaluate(SANDBOXED(url + path));
      }
    }
    expect(every.heard()).toEqual([]);
  });

  it('cannot read a list or show a picture by its URL', async () => {
    await openTab(evil);
    await upload(naming);
    const loads = (url: string) =>
      tab.evaluate(`new Promise((done) => {
        const image = new Image();
        image.onload = () => done('shown');
        image.onerror = () => done('broken');
        image.src = ${quoted(url)};
      })`);
    const view = '/view?filename=a.png&type=input';
    every.reset();
    expect(await loads(proxy.url + view)).toBe('broken');
    await tab.evaluate(
      `fetch(${quoted(`${proxy.url}/sdapi/v1/loras`)}, { mode: 'no-cors' }).catch(() => {})`,
    );
    expect(await loads(`${proxy.url}/sdapi/v1/progress`)).toBe('broken');
    expect(every.heard()).toEqual([]);

    expect(await loads(naming.url + view)).toBe('shown');
  });

  it('cannot open a WebSocket', async () => {
    await openTab(evil);
    const opens = (url: string) =>
      tab.evaluate(`new Promise((done) => {
        const socket = new WebSocket(${quoted(`${url.replace('http', 'ws')}/ws`)});
        socket.onopen = () => done('open');
        socket.onerror = () => done('refused');
      })`);
    expect(await opens(proxy.url)).toBe('refused');
    expect(await opens(naming.url)).toBe('open');
  });

  it('may link to the page, which may call', async () => {
    await openTab(evil);
    await tab.evaluate(`document.body.innerHTML = '<a href="${proxy.url}/">Shoji</a>'`);
    await tab.click('a');
    await tab.waitForURL(`${proxy.url}/`);
    expect(await tab.title()).toBe('The page of Shoji');
    expect(await tab.evaluate(`fetch('/v1/policy').then(({ status }) => status)`)).toBe(200);
    expect(await tab.evaluate(`fetch('/sdapi/v1/samplers').then(({ status }) => status)`)).toBe(200);
    const posted = `fetch('/sdapi/v1/txt2img', { method: 'POST', body: ${quoted(BODY)} })`;
    expect(await tab.evaluate(`${posted}.then(({ status }) => status)`)).toBe(200);
  });

  it('may call with CORS when the operator lists it, and reads the answer', async () => {
    await openTab(evil);
    const calls = (url: string) =>
      tab.evaluate(`fetch(${quoted(`${url}/sdapi/v1/txt2img`)}, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: ${quoted(BODY)},
      }).then(async (answer) => [answer.status, (await answer.json()).images.length], () => 'refused')`);
    expect(await calls(naming.url)).toEqual([200, 1]);
    every.reset();
    expect(await calls(proxy.url)).toBe('refused');
    expect(every.heard()).toEqual([]);
  });
});

describe('after a login in the same browser', () => {
  let guarded: RunningProxy;
  beforeAll(async () => {
    guarded = await startProxy(every.upstreams, { keys: [KEY] });
  });
  afterAll(() => guarded.close());

  it.each(Object.entries(ATTACKS))('a foreign page has no effect by %s', async (_, attack) => {
    // Answers each password challenge of the server, as a browser does that remembers the password.
    const httpCredentials = { username: 'any', password: KEY, origin: guarded.url };
    await openTab(`${guarded.url}/sdapi/v1/samplers`, { httpCredentials });
    expect(answers).toEqual([{ path: '/sdapi/v1/samplers', status: 200 }]);
    // Another port of the same site, to which this Chromium sends the password; other browsers send it from every site.
    await tab.goto(evil.replace('localhost', '127.0.0.1'));
    every.reset();
    for (const path of DOING) {
      await tab.evaluate(attack(guarded.url + path));
      await expect.poll(() => refusalOf(path)).toBeDefined();
    }
    expect(every.heard()).toEqual([]);
  });
});

describe('on plain HTTP in a local network', () => {
  let proxy: RunningProxy;
  let at: string;
  beforeAll(async () => {
    // A loopback address under another name: the server is open to other names without a key.
    proxy = await startProxy(every.upstreams, { host: '::ffff:127.0.0.1', page: folder });
    at = `http://${LAN}:${new URL(proxy.url).port}`;
  });
  afterAll(() => proxy.close());

  it.each(Object.entries(ATTACKS))('a foreign page has no effect by %s', async (_, attack) => {
    await openTab(`http://${ELSEWHERE}:${new URL(evil).port}`);
    for (const path of DOING) {
      await tab.evaluate(attack(at + path));
      await expect.poll(() => refusalOf(path)).toBeDefined();
    }
    expect(every.heard()).toEqual([]);
  });

  it('a foreign page cannot load a picture, and our page can', async () => {
    await upload(proxy);
    const load = `new Promise((done) => {
      const image = new Image();
      image.onload = () => done('shown');
      image.onerror = () => done('broken');
      image.src = ${quoted(`${at}/view?filename=a.png&type=input`)};
    })`;
    await openTab(`http://${ELSEWHERE}:${new URL(evil).port}`);
    expect(await tab.evaluate(load)).toBe('broken');
    await tab.goto(at);
    expect(await tab.evaluate(load)).toBe('shown');
  });
});
