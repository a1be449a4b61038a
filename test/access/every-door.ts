import {
  automatic1111,
  bedrockRuntime,
  comfyui,
  openai,
  sagemakerRuntime,
  type Upstream,
} from '@shoji/edge-proxy';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { startBedrock } from '../upstreams/bedrock/server.ts';
import { startComfyUi } from '../upstreams/comfyui/server.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';
import { startSageMaker } from '../upstreams/sagemaker/server.ts';

const aws = {
  region: 'us-west-2',
  credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
};

/** Every protocol in front of a separate server that records its requests. */
export async function startEveryUpstream() {
  const servers = await Promise.all([
    startAutomatic1111(),
    startComfyUi(),
    startOpenAi(),
    startSageMaker(),
    startBedrock(),
  ]);
  const [a1111, comfy, images, endpoints, models] = servers.map(({ url }) => url);
  const upstreams: readonly Upstream[] = [
    automatic1111({ url: a1111 ?? '' }),
    comfyui({ url: comfy ?? '' }),
    openai({ url: images ?? '', apiKey: 'sk-operator' }),
    sagemakerRuntime({ endpointUrl: endpoints ?? '', ...aws }),
    bedrockRuntime({ endpointUrl: models ?? '', ...aws }),
  ];
  return {
    upstreams,
    /** Requests that reached any of the servers. */
    heard: () => servers.flatMap(({ requests }) => requests).map(({ method, path }) => `${method} ${path}`),
    reset() {
      for (const server of servers) server.reset();
    },
    close: () => Promise.all(servers.map((server) => server.close())),
  };
}

/** One route of a protocol or of the API. */
export interface Way {
  readonly protocol: string;
  readonly method: string;
  readonly path: string;
}

/** Every route of every protocol, an unknown path of each, and the API. */
export function waysInto(upstreams: readonly Upstream[]): Way[] {
  const closed: Readonly<Record<string, string>> = {
    automatic1111: '/sdapi/v1/server-restart',
    comfyui: '/userdata',
    openai: '/v1/files',
    sagemaker: '/endpoints/sd21/other',
    bedrock: '/model/stability.sd3-large-v1:0/converse',
  };
  const routes = upstreams.flatMap(({ name, routes }) => [
    ...routes.map(({ method, path }) => ({ protocol: name, method, path: path.replace(/\{\w+\}/g, 'sd21') })),
    { protocol: name, method: 'POST', path: closed[name] ?? '' },
    { protocol: name, method: 'DELETE', path: closed[name] ?? '' },
  ]);
  return [
    ...routes,
    { protocol: 'the API', method: 'POST', path: '/v1/generations' },
    { protocol: 'the API', method: 'POST', path: '/v1/moderations' },
    { protocol: 'the API', method: 'GET', path: '/v1/policy' },
  ];
}
