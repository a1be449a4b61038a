import type { Attribute, Node, Value, Weights } from './onnx.ts';

/** A fully connected layer: its kernel is [inputs, outputs]. */
export interface Dense {
  readonly name: string;
  readonly kernel: Weights;
  readonly bias: Weights;
  readonly activation: 'linear' | 'relu' | 'softmax';
}

/** The name of the output that judges the whole input. */
const WHOLE = 'whole';

/** The name of the output that judges each square of `cells` × `cells` places of the feature map. */
function windowOutput(cells: number): string {
  return `window${cells}`;
}

/**
 * The end of a convolutional classifier: averages a feature map over the whole input, and over every square of each
 * size in `windows`, and computes the fully connected layers of each average. So one run over an input that is larger
 * than the model's own also judges its parts. Each output is [1, rows, columns, classes].
 * @param features The tensor with the feature map, [1, channels, rows, columns].
 * @param windows Sides of the squares, in places of the feature map.
 */
export function addHead(
  features: string,
  layers: readonly Dense[],
  windows: readonly number[],
): { readonly nodes: Node[]; readonly weights: Map<string, Weights>; readonly outputs: Value[] } {
  const nodes: Node[] = [];
  const weights = new Map<string, Weights>();
  for (const { name, kernel, bias } of layers) {
    weights.set(`${name}/kernel`, asConvolution(kernel));
    weights.set(`${name}/bias`, bias);
  }
  const pools: [string, string, Record<string, Attribute>][] = [
    [WHOLE, 'GlobalAveragePool', {}],
    ...windows.map((cells): [string, string, Record<string, Attribute>] => [
      windowOutput(cells),
      'AveragePool',
      { kernel_shape: [cells, cells], strides: [1, 1] },
    ]),
  ];
  for (const [output, operator, attributes] of pools) {
    let result = `${output}/pool`;
    nodes.push({ name: result, operator, inputs: [features], attributes });
    const add = (name: string, own: string, inputs: string[], given: Record<string, Attribute> = {}) => {
      nodes.push({ name, operator: own, inputs, attributes: given });
      result = name;
    };
    for (const [at, { name, activation }] of layers.entries()) {
      const own = `${output}/${name}`;
      add(`${own}/sum`, 'Conv', [result, `${name}/kernel`, `${name}/bias`], { kernel_shape: [1, 1] });
      if (activation === 'relu') add(own, 'Relu', [result]);
      if (activation === 'softmax') {
        if (at < layers.length - 1) throw new Error(`Layer ${name}: softmax must be the last activation.`);
        // This operator set flattens before it computes softmax, so classes must be the last dimension.
        add(`${own}/last`, 'Transpose', [result], { perm: [0, 2, 3, 1] });
        add(output, 'Softmax', [result], { axis: 3 });
      }
    }
    if (result !== output) throw new Error('The last layer of the model must have the activation softmax.');
  }
  const classes = layers.at(-1)?.bias.shape[0] ?? 0;
  const outputs = pools.map(([name], at) => ({ name, shape: [1, `rows${at}`, `columns${at}`, classes] }));
  return { nodes, weights, outputs };
}

/** A kernel of [inputs, outputs] as one of [outputs, inputs, 1, 1]. */
function asConvolution({ shape, bytes, scale, min }: Weights): Weights {
  const [inputs = 1, outputs = 1] = shape;
  const arranged = new Uint8Array(bytes.length);
  for (let from = 0; from < inputs; from += 1) {
    for (let to = 0; to < outputs; to += 1) arranged[to * inputs + from] = bytes[from * outputs + to] ?? 0;
  }
  return { shape: [outputs, inputs, 1, 1], bytes: arranged, scale, min };
}
