import type { Offer } from '../api/offers.ts';
import { checkpointsOf } from '../generators/comfyui/choices.ts';
import { automatic1111, comfyui, openai } from '../generators/index.ts';
import { isObject } from '../wire/json/strict-json.ts';
import { ConfigError } from './config/config-error.ts';

/** Where a server of some kind listens unless it is told otherwise, and how it is recognised. */
interface Kind {
  readonly name: string;
  /** Sources: ComfyUI, `--port`; AUTOMATIC1111, Forge and SD.Next, `--port`; stable-diffusion.cpp, `sd-server`. */
  readonly ports: readonly number[];
  readonly protocol: 'comfyui' | 'automatic1111' | 'openai';
  /** Asks whether a server is of this kind, and whether it has a model; undefined for any other server. */
  recognise(ask: Ask): Promise<Recognised | undefined>;
}

interface Recognised {
  /** Whether it takes a picture to start from, where the protocol leaves that open. */
  readonly edits?: boolean;
  /** False where the server says that it has no checkpoint. */
  readonly hasModel: boolean;
}

/** An answer to a GET of a path. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}
type Ask = (path: string) => Promise<Answer>;

const KINDS: readonly Kind[] = [
  {
    name: 'ComfyUI',
    ports: [8188, 8000],
    protocol: 'comfyui',
    async recognise(ask) {
      const { json } = await ask('/system_stats');
      if (!isObject(json) || !isObject(json.system) || !Array.isArray(json.devices)) return undefined;
      // A server that is slow to list its nodes is offered as it is.
      const nodes = await ask('/object_info/CheckpointLoaderSimple').catch(() => undefined);
      return { hasModel: nodes?.status !== 200 || checkpointsOf(nodes.json).length > 0 };
    },
  },
  {
    name: 'Stable Diffusion web UI',
    ports: [7860, 7861],
    protocol: 'automatic1111',
    async recognise(ask) {
      const models = await modelsOf(ask);
      return models && { hasModel: models.length > 0 };
    },
  },
  {
    name: 'stable-diffusion.cpp',
    ports: [1234],
    protocol: 'automatic1111',
    // It is started with a checkpoint, and lists that one or none.
    recognise: async (ask) => (await modelsOf(ask)) && { hasModel: true },
  },
  {
    name: 'OpenAI-compatible image server',
    ports: [8080, 8091],
    protocol: 'openai',
    async recognise(ask) {
      const { generations, edits } = await imageRoutes(ask);
      return generations ? { hasModel: true, edits } : undefined;
    },
  },
];

const MAKE = {
  comfyui: (url: string) => comfyui({ url }),
  automatic1111: (url: string) => automatic1111({ url }),
  openai: (url: string, { edits = false }: Recognised) => openai({ url, edits }),
};

/** The ports of this machine that are looked at. */
export const DISCOVERED_PORTS: readonly number[] = KINDS.flatMap(({ ports }) => ports);

/** Milliseconds that a server may take to answer. */
const PATIENCE_MS = 500;

/** An image server on this machine. */
export interface Discovered extends Offer {
  readonly protocol: Kind['protocol'];
  readonly url: string;
  /** False where the server says that it has no checkpoint, so that it cannot make a picture yet. */
  readonly hasModel: boolean;
}

/**
 * Looks for image servers on this machine, and nowhere else: GETs to each known port of 127.0.0.1, all at once.
 * @param further Further ports, where a server of any kind may listen.
 * @param patienceMs Milliseconds that a server may take for each answer: half a second when left out.
 */
export async function discover(
  further: readonly number[] = [],
  patienceMs: number = PATIENCE_MS,
): Promise<Discovered[]> {
  const looked = KINDS.flatMap((kind) =>
    [...kind.ports, ...further].map((port) => lookAt(kind, port, patienceMs)),
  );
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

async function lookAt(kind: Kind, port: number, patienceMs: number): Promise<Discovered | undefined> {
  const { name, protocol } = kind;
  const url = `http://127.0.0.1:${port}`;
  const ask: Ask = async (path) => {
    const response = await fetch(url + path, {
      // A redirect could lead to another machine.
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    return { status: response.status, headers: response.headers, json: await jsonOf(response) };
  };
  try {
    const found = await kind.recognise(ask);
    if (!found) return undefined;
    const { hasModel } = found;
    return {
      id: `${protocol}-${port}`,
      name: `${name} at 127.0.0.1:${port}${hasModel ? '' : ', without a checkpoint'}`,
      protocol,
      url,
      hasModel,
      generator: MAKE[protocol](url, found),
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

/** The checkpoints of a server that lists them as AUTOMATIC1111 does; undefined for any other server. */
async function modelsOf(ask: Ask): Promise<readonly unknown[] | undefined> {
  const { json } = await ask('/sdapi/v1/sd-models');
  const isList =
    Array.isArray(json) && json.every((model) => isObject(model) && typeof model.model_name === 'string');
  return isList ? json : undefined;
}

/**
 * Whether the server takes POST at OpenAI's routes for images: it refuses GET there with `Allow: POST` (RFC 9110,
 * section 15.5.6), and has no route beside them. Nothing is asked of a model. The server of a language model has no such
 * route; a server that refuses GET everywhere has a route beside them, too.
 */
async function imageRoutes(ask: Ask): Promise<Record<'generations' | 'edits', boolean>> {
  const [generations, edits, beside] = await Promise.all(
    ['generations', 'edits', crypto.randomUUID()].map((name) => ask(`/v1/images/${name}`)),
  );
  const isRoute = (answer: Answer | undefined) => beside?.status === 404 && takesOnlyPost(answer);
  return { generations: isRoute(generations), edits: isRoute(edits) };
}

function takesOnlyPost(answer: Answer | undefined): boolean {
  const allowed = (answer?.headers.get('allow') ?? '').toUpperCase().split(',');
  return answer?.status === 405 && allowed.some((method) => method.trim() === 'POST');
}
