/** How each protocol says "blocked", in each mode and in both languages. */
import { automatic1111, bedrockRuntime, openai, sagemakerRuntime, type Upstream } from '@shoji/edge-proxy';
import type { UpstreamServer } from '@shoji/edge-proxy/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { startBedrock } from '../upstreams/bedrock/server.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';
import { startSageMaker } from '../upstreams/sagemaker/server.ts';
import { BANNED, fromBase64, type RunningProxy, seen, startProxy } from './support.ts';

type Mode = 'error' | 'native' | 'placeholder';
type Json = Record<string, unknown>;

const REFUSED = {
  en: 'The prompt was refused. Reason: toxic language.',
  ja: 'プロンプトは受け付けられませんでした。理由：有害な言葉。',
};
const WITHHELD = {
  en: 'This picture is withheld. Reason: nudity.',
  ja: 'この画像は表示されません。理由：裸。',
};

interface Protocol {
  readonly path: string;
  start(): Promise<UpstreamServer>;
  upstream(url: string, blocked: Mode): Upstream;
  /** The message of a refusal. */
  said(body: Json): unknown;
  /** The pictures of an answer as base64. */
  pictures(body: Json): unknown;
  readonly status: Readonly<Record<Mode, number>>;
}

const aws = (endpointUrl: string) => ({
  endpointUrl,
  region: 'us-west-2',
  credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
});
const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  AUTOMATIC1111: {
    path: '/sdapi/v1/txt2img',
    start: startAutomatic1111,
    upstream: (url, blocked) => automatic1111({ url, blocked }),
    said: ({ error, detail }) => [error, detail],
    pictures: ({ images }) => images,
    status: { error: 422, native: 422, placeholder: 200 },
  },
  OpenAI: {
    path: '/v1/images/generations',
    start: startOpenAi,
    upstream: (url, blocked) => openai({ url, blocked }),
    said: ({ error }) => [(error as Json).code, (error as Json).message],
    pictures: ({ data }) => (data as Json[]).map(({ b64_json }) => b64_json),
    status: { error: 400, native: 400, placeholder: 200 },
  },
  SageMaker: {
    path: '/endpoints/sd21/invocations',
    start: startSageMaker,
    upstream: (url, blocked) => sagemakerRuntime({ ...aws(url), blocked }),
    said: ({ OriginalStatusCode, OriginalMessage }) => [OriginalStatusCode, OriginalMessage],
    pictures: ({ generated_images }) => generated_images,
    status: { error: 424, native: 424, placeholder: 200 },
  },
  Bedrock: {
    path: '/model/stability.stable-image-core-v1%3A1/invoke',
    start: startBedrock,
    upstream: (url, blocked) => bedrockRuntime({ ...aws(url), blocked }),
    said: ({ message, finish_reasons }) => message ?? finish_reasons,
    pictures: ({ images }) => images,
    status: { error: 400, native: 200, placeholder: 200 },
  },
};
/** The error code beside the message; Bedrock's native mode has other codes, and no message. */
const WORDS: Readonly<Record<string, (sentence: string) => unknown>> = {
  AUTOMATIC1111: (sentence) => ['ModerationBlocked', sentence],
  OpenAI: (sentence) => ['moderation_blocked', sentence],
  SageMaker: (sentence) => [422, sentence],
  Bedrock: (sentence) => sentence,
};

describe.each(Object.entries(PROTOCOLS))('%s', (name, protocol) => {
  let server: UpstreamServer;
  const proxies = new Map<Mode, RunningProxy>();
  beforeAll(async () => {
    server = await protocol.start();
    for (const mode of ['error', 'native', 'placeholder'] as const)
      proxies.set(mode, await startProxy([protocol.upstream(server.url, mode)]));
  });
  afterAll(() => Promise.all([server.close(), ...[...proxies.values()].map((proxy) => proxy.close())]));

  async function ask(mode: Mode, prompt: string, language: 'en' | 'ja') {
    const response = await fetch(`${proxies.get(mode)?.url}${protocol.path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json;jpeg',
        'accept-language': language,
      },
      body: JSON.stringify({ prompt }),
    });
    const body = (await response.json()) as Json;
    return { status: response.status, decision: response.headers.get('x-shoji-decision'), body };
  }

  it.each(['en', 'ja'] as const)('answers an error in the reader’s language (%s)', async (language) => {
    for (const mode of name === 'Bedrock' ? (['error'] as const) : (['error', 'native'] as const)) {
      const refused = await ask(mode, `a dog in ${BANNED}`, language);
      expect([refused.status, refused.decision]).toEqual([protocol.status[mode], 'rejected']);
      expect(protocol.said(refused.body)).toEqual(WORDS[name]?.(REFUSED[language]));
      const withheld = await ask(mode, 'a crimson dog', language);
      expect([withheld.status, withheld.decision]).toEqual([protocol.status[mode], 'withhold']);
      expect(protocol.said(withheld.body)).toEqual(WORDS[name]?.(WITHHELD[language]));
    }
  });

  it('draws a label in place of a picture, a different one for each reason and language', async () => {
    const labels = new Set<string>();
    for (const prompt of [`a dog in ${BANNED}`, 'a crimson dog']) {
      for (const language of ['en', 'ja'] as const) {
        const { status, body } = await ask('placeholder', prompt, language);
        expect(status).toBe(protocol.status.placeholder);
        const [label = ''] = protocol.pictures(body) as string[];
        expect(await seen(fromBase64(label))).toMatchObject({ colour: 'paper', format: 'png' });
        labels.add(label);
      }
    }
    expect(labels.size).toBe(4);
    expect(server.heard()).not.toContain(BANNED);
  });
});
