import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { channelsFirst, outputsFirst } from './kernels.ts';
import { type Attribute, encodeOnnx, type FloatWeights, type Node, type Weights } from './onnx.ts';
import { splitWeights, weightsManifestSchema } from './tfjs-weights.ts';

/** Side of the square picture of a face that the age model reads, in pixels. */
const AGE_SIDE = 112;

type Named = ReadonlyMap<string, Weights | FloatWeights>;

/**
 * Reads the weights of a model out of an unpacked package `@vladmandic/face-api`. The package has no graph: its code is
 * the graph.
 * @param model A name such as `age_gender_model`.
 * @throws Error when the package does not hold such a model.
 */
export function readFaceApi(folder: string, model: string): Named {
  const manifest = readFileSync(join(folder, 'model', `${model}-weights_manifest.json`), 'utf8');
  const file = readFileSync(join(folder, 'model', `${model}.bin`));
  return splitWeights(weightsManifestSchema.parse(JSON.parse(manifest)), file).weights;
}

/**
 * The age model of face-api as ONNX: a small Xception, and a regression. The input is a square picture of a face,
 * channels first, `(value − mean) / 255`; the output is the age in years. The part that guesses a gender is left out.
 * @throws Error when weights are missing.
 */
export function ageModel(weights: Named): Uint8Array {
  const graph = new Layers(weights);
  const reduction = (name: string, input: string, relu: boolean) => {
    let out = graph.separable(`${name}/separable_conv0`, relu ? graph.add('Relu', [input]) : input);
    out = graph.separable(`${name}/separable_conv1`, graph.add('Relu', [out]));
    out = graph.add('MaxPool', [out], { kernel_shape: [3, 3], strides: [2, 2], ...SAME });
    return graph.add('Add', [out, graph.convolution(`${name}/expansion_conv`, input, 2)]);
  };
  let out = graph.add('Relu', [graph.convolution('entry_flow/conv_in', 'face', 2)]);
  out = reduction('entry_flow/reduction_block_0', out, false);
  out = reduction('entry_flow/reduction_block_1', out, true);
  for (const block of [0, 1]) {
    const before = out;
    for (const layer of [0, 1, 2])
      out = graph.separable(
        `middle_flow/main_block_${block}/separable_conv${layer}`,
        graph.add('Relu', [out]),
      );
    out = graph.add('Add', [out, before]);
  }
  out = reduction('exit_flow/reduction_block', out, true);
  out = graph.add('Relu', [graph.separable('exit_flow/separable_conv', out)]);
  out = graph.add('Flatten', [graph.add('GlobalAveragePool', [out])], { axis: 1 });
  const age = graph.add('Gemm', [out, graph.weight('fc/age/weights'), graph.weight('fc/age/bias')]);
  return encodeOnnx({
    nodes: graph.nodes,
    weights: graph.weights,
    input: { name: 'face', shape: [1, 3, AGE_SIDE, AGE_SIDE] },
    outputs: [{ name: age, shape: [1, 1] }],
  });
}

const SAME = { auto_pad: { text: 'SAME_UPPER' } } as const;

/** The layers that face-api's code is made of. */
class Layers {
  readonly nodes: Node[] = [];
  readonly weights = new Map<string, Weights | FloatWeights>();
  readonly #all: Named;

  constructor(all: Named) {
    this.#all = all;
  }

  weight<Name extends string>(
    name: Name,
    arrange: (tensor: Weights | FloatWeights) => Weights | FloatWeights = (tensor) => tensor,
  ): Name {
    const tensor = this.#all.get(name);
    if (tensor === undefined) throw new Error(`The model has no weights called ${name}.`);
    this.weights.set(name, arrange(tensor));
    return name;
  }

  add(operator: string, inputs: readonly string[], attributes: Record<string, Attribute> = {}): string {
    const name = `${this.nodes.length}`;
    this.nodes.push({ name, operator, inputs, attributes });
    return name;
  }

  convolution(name: string, input: string, stride: number): string {
    const kernel = this.weight(`${name}/filters`, outputsFirst);
    const [, , ...kernel_shape] = this.weights.get(kernel)?.shape ?? [];
    const attributes = { strides: [stride, stride], kernel_shape, ...SAME };
    return this.add('Conv', [input, kernel, this.weight(`${name}/bias`)], attributes);
  }

  /** A kernel for each channel, and one of 1 × 1 over all channels. */
  separable(name: string, input: string): string {
    const kernel = this.weight(`${name}/depthwise_filter`, channelsFirst);
    const [group = 1, , ...kernel_shape] = this.weights.get(kernel)?.shape ?? [];
    const depth = this.add('Conv', [input, kernel], { strides: [1, 1], kernel_shape, group, ...SAME });
    const point = this.weight(`${name}/pointwise_filter`, outputsFirst);
    return this.add('Conv', [depth, point, this.weight(`${name}/bias`)], {
      strides: [1, 1],
      kernel_shape: [1, 1],
    });
  }
}
