import type { Offer } from '../api/offers.ts';
import { automatic1111, comfyui, openai } from '../generators/index.ts';
import { isObject } from '../wire/json/strict-json.ts';
import { ConfigError } from './config/config-error.ts';

/** Where a server of some kind listens unless it is told otherwise, and how it is recognised. */
interface Kind {
  readonly name: string;
  /** Sources: ComfyUI, `--port`; AUTOMATIC1111, Forge and SD.Next, `--port`; stable-diffusion.cpp, `sd-server`. */
  readonly ports: readonly number[];
  readonly protocol: 'comfyui' | 'automatic1111' | 'openai';
  readonly path: string;
  isKind(status: number, json: unknown): boolean;
}

const KINDS: readonly Kind[] = [
  {
    name: 'ComfyUI',
    ports: [8188, 8000],
    protocol: 'comfyui',
    path: '/system_stats',
    isKind: (_, json) => isObject(json) && isObject(json.system) && Array.isArray(json.devices),
  },
  {
    name: 'Stable Diffusion web UI',
    ports: [7860, 7861],
    protocol: 'automatic1111',
    path: '/sdapi/v1/sd-models',
    isKind: (_, json) => isModelList(json),
  },
  {
    name: 'stable-diffusion.cpp',
    ports: [1234],
    protocol: 'automatic1111',
    path: '/sdapi/v1/sd-models',
    isKind: (_, json) => isModelList(json),
  },
  {
    name: 'OpenAI-compatible image server',
    ports: [8080, 8091],
    protocol: 'openai',
    // A language model's server has no such route. One that has it refuses GET, and nothing is asked of a model.
    path: '/v1/images/generations',
    isKind: (status) => status === 405,
  },
];

const MAKE = {
  comfyui: (url: string) => comfyui({ url }),
  automatic1111: (url: string) => automatic1111({ url }),
  openai: (url: string) => openai({ url }),
};

/** The ports of this machine that are looked at. */
export const DISCOVERED_PORTS: readonly number[] = KINDS.flatMap(({ ports }) => ports);

/** Milliseconds that a server may take to answer. */
const PATIENCE_MS = 500;

/** An image server on this machine. */
export interface Discovered extends Offer {
  readonly protocol: Kind['protocol'];
  readonly url: string;
}

/**
 * Looks for image servers on this machine, and nowhere else: one GET to each known port of 127.0.0.1, all at once, for
 * half a second.
 * @param further Further ports, where a server of any kind may listen.
 */
export async function discover(further: readonly number[] = []): Promise<Discovered[]> {
  const looked = KINDS.flatMap((kind) => [...kind.ports, ...further].map((port) => lookAt(kind, port)));
  const found = (await Promise.all(looked)).flatMap((each) => each ?? []);
  // stable-diffusion.cpp speaks the web UI's protocol, so on a further port it is found as either.
  return [...new Map(found.toReversed().map((each) => [each.id, each])).values()].toReversed();
}

/**
 * The ports in a setting, separated by commas.
 * @throws ConfigError naming what is no port.
 */
export function portsOf(list = ''): number[] {
  const entries = list.split(',').map((entry) => entry.trim());
  return entries
    .filter((entry) => entry !== '')
    .map((entry) => {
      const port = /^\d{1,5}$/.test(entry) ? Number(entry) : 0;
      if (port < 1 || port > 65_535)
        throw new ConfigError(
          `SHOJI_DISCOVER_PORTS: ${entry} is no port. Write numbers from 1 to 65535, e.g. 8190,9000.`,
        );
      return port;
    });
}

async function lookAt(kind: Kind, port: number): Promise<Discovered | undefined> {
  const { name, protocol, path } = kind;
  const url = `http://127.0.0.1:${port}`;
  try {
    const response = await fetch(url + path, {
      // A redirect could lead to another machine.
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!kind.isKind(response.status, await jsonOf(response))) return undefined;
    return {
      id: `${protocol}-${port}`,
      name: `${name} at 127.0.0.1:${port}`,
      protocol,
      url,
      generator: MAKE[protocol](url),
    };
  } catch {
    // Nothing listens there, or something that is not an image server.
    return undefined;
  }
}

/** Bytes of an answer that are read at most; lists of models are long. */
const MAX_BYTES = 4 * 1024 * 1024;

async function jsonOf({ body }: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}

function isModelList(json: unknown): boolean {
  return (
    Array.isArray(json) && json.every((model) => isObject(model) && typeof model.model_name === 'string')
  );
}
