/** The evaluation of a workflow as ComfyUI does it: the real inputs of its text encoders and samplers. */

export type Link = readonly [node: string, slot: number];
export interface GraphNode {
  readonly class_type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}
export type Graph = Readonly<Record<string, GraphNode>>;

/** The input of a text encoder. */
export interface Conditioning {
  readonly texts: readonly string[];
}

/** Pictures within a workflow, by their prompts. */
export interface Pictures {
  readonly prompt: string;
  readonly negative: string;
  readonly count: number;
  readonly side: number;
  /** The name of the file they were read from instead. */
  readonly file?: string;
}

/** Output nodes. */
export const OUTPUTS = ['SaveImage', 'SaveAnimatedWEBP', 'PreviewImage', 'SaveImageWebsocket', 'PreviewAny'];

function isLink(value: unknown): value is Link {
  return (
    Array.isArray(value) && value.length === 2 && typeof value[0] === 'string' && Number.isInteger(value[1])
  );
}

/** The nodes that an output depends on, in the order in which they run. */
export function orderOf(graph: Graph, outputs: readonly string[]): string[] {
  const order: string[] = [];
  const visit = (id: string) => {
    if (order.includes(id)) return;
    for (const value of Object.values(graph[id]?.inputs ?? {})) if (isLink(value)) visit(value[0]);
    if (!order.includes(id)) order.push(id);
  };
  for (const id of outputs) visit(id);
  return order;
}

/** Evaluates single nodes, each once, and reports every text that reaches an encoder. */
export function evaluator(graph: Graph, onEncode: (text: string, node: string) => void) {
  const known = new Map<string, unknown>();
  const input = (id: string, name: string): unknown => {
    const value = graph[id]?.inputs[name];
    return isLink(value) ? run(value[0]) : value;
  };
  const run = (id: string): unknown => {
    if (!known.has(id)) known.set(id, evaluate(id));
    return known.get(id);
  };
  const text = (id: string, name: string) => String(input(id, name) ?? '');
  const encoded = (id: string, ...names: string[]): Conditioning => {
    const texts = names.map((name) => text(id, name));
    for (const each of texts) onEncode(each, id);
    return { texts };
  };
  const merged = (id: string, ...names: string[]): Conditioning => ({
    texts: names.flatMap((name) => conditioning(input(id, name)).texts),
  });

  const evaluate = (id: string): unknown => {
    const node = graph[id];
    switch (node?.class_type) {
      case 'CLIPTextEncode':
        return encoded(id, 'text');
      case 'CLIPTextEncodeSDXL':
        return encoded(id, 'text_g', 'text_l');
      case 'ConditioningConcat':
        return merged(id, 'conditioning_to', 'conditioning_from');
      case 'ConditioningCombine':
        return merged(id, 'conditioning_1', 'conditioning_2');
      case 'ConditioningZeroOut':
        return { texts: [] };
      case 'PrimitiveString':
      case 'PrimitiveStringMultiline':
        return text(id, 'value');
      case 'StringConcatenate':
        return [text(id, 'string_a'), text(id, 'string_b')].join(text(id, 'delimiter'));
      case 'StringReplace':
        return text(id, 'string').replaceAll(text(id, 'find'), () => text(id, 'replace'));
      case 'StringSubstring':
        return text(id, 'string').slice(Number(input(id, 'start')), Number(input(id, 'end')));
      case 'StringTrim':
        return text(id, 'string').trim();
      case 'CaseConverter':
        return text(id, 'mode') === 'UPPERCASE'
          ? text(id, 'string').toUpperCase()
          : text(id, 'string').toLowerCase();
      case 'EmptyLatentImage':
        return { count: Number(input(id, 'batch_size') ?? 1), side: Number(input(id, 'width') ?? 64) };
      case 'KSampler': {
        const latent = (input(id, 'latent_image') ?? {}) as Partial<Pictures>;
        const prompt = conditioning(input(id, 'positive')).texts.join(' ');
        const negative = conditioning(input(id, 'negative')).texts.join(' ');
        return { prompt, negative, count: latent.count ?? 1, side: latent.side ?? 64 } satisfies Pictures;
      }
      case 'LoadImage':
        return { prompt: '', negative: '', count: 1, side: 64, file: text(id, 'image') } satisfies Pictures;
      case 'VAEDecode':
      case 'VAEEncode':
        return input(id, 'samples') ?? input(id, 'pixels');
      case 'ImageInvert':
        return input(id, 'image');
      default:
        return undefined;
    }
  };
  return { input, run };
}

function conditioning(value: unknown): Conditioning {
  return typeof value === 'object' && value !== null && 'texts' in value
    ? (value as Conditioning)
    : { texts: [] };
}
