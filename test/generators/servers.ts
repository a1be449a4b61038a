import { type GenerationRequest, type ImageGenerator, moderateGeneration, resultOf } from '@shoji/core';
import { automatic1111, comfyui, type OpenAiGeneratorOptions, openai } from '@shoji/edge-proxy/generators';
import { afterAll, afterEach } from 'vitest';
import { engine } from '../clients/support.ts';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { startComfyUi } from '../upstreams/comfyui/server.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';

/** Image servers of each protocol, for the tests of a file, and generators that call them. */
export async function startImageServers() {
  const [webUi, comfy, openAi] = await Promise.all([startAutomatic1111(), startComfyUi(), startOpenAi()]);
  const servers = [webUi, comfy, openAi];
  afterEach(() => {
    for (const server of servers) server.reset();
    openAi.mode = 'openai';
  });
  afterAll(() => Promise.all(servers.map((server) => server.close())));
  return {
    webUi,
    comfy,
    openAi,
    servers,
    makers: {
      automatic1111: (url = webUi.url) => automatic1111({ url }),
      comfyui: (url = comfy.url) => comfyui({ url }),
      openai: (url = openAi.url) => openai({ url }),
    },
    /** A generator that takes pictures to start from at `/v1/images/edits`. */
    editor: (options: Partial<OpenAiGeneratorOptions> = {}) =>
      openai({ url: openAi.url, edits: true, ...options }),
    /** The bodies of posts to `path`. */
    sent: (server: (typeof servers)[number], path: string) =>
      server.requests
        .filter((request) => request.method === 'POST' && request.path === path)
        .map(({ body }) => JSON.parse(body.toString())),
  };
}

/** The result of a request for a green dog. */
export function generate(
  generator: ImageGenerator,
  request: Partial<GenerationRequest> = {},
  signal: AbortSignal = new AbortController().signal,
) {
  const asked = { prompt: 'a green dog', seed: 7, width: 64, height: 64, ...request };
  return resultOf(moderateGeneration(asked, engine({ generator }), { id: 'gen_1', signal }));
}
