import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../wire/json/strict-json.ts';
import { assertValues, graphSlots, placeOf, withNegative } from '../index.ts';
import { infoOf, type Nodes, pictureOf, reading } from '../workflow.test-helper.ts';

const base64 = Buffer.from(Array.from({ length: 400 }, (_, at) => (at * 7919) & 255)).toString('base64');
const tags = Array.from({ length: 60 }, (_, at) => `tag_${at}`).join(',');

/** A class of ComfyUI with inputs whose names are like those for numbers. */
const DESCRIBED = infoOf({
  Layers: {
    inputs: [
      ['layers', 'COMBO'],
      ['layers_more', 'COMBO'],
      ['my_layers', 'COMBO'],
    ],
    ...{ isOutput: true, standard: true },
  },
});
const layers = (input: string, value: string): Nodes => ({ it: ['Layers', { [input]: value }] });
/** More numbers than a name may have characters. */
const numbers = '7, 8, 9, '.repeat(40);

/** Admits a workflow with these nodes. @param files Places that name files. */
function admit(
  nodes: Nodes,
  files: readonly string[] = [],
  texts: Parameters<typeof pictureOf>[0] = {},
): void {
  const found = reading(pictureOf(texts, nodes), { allowedNodes: ['Vouched'], objectInfo: DESCRIBED });
  const graph = graphSlots(found, withNegative(found.workflow, ''));
  assertValues(found.workflow, graph, new Set(files));
}
const shown = (source: Json): Nodes => ({ show: ['PreviewAny', { source }] });
const vouched = (inputs: Record<string, Json>): Nodes => ({
  made: ['Vouched', inputs],
  show: ['PreviewAny', { source: ['made', 0] }],
});
/** A picture whose model is guided by layers that are named as text. */
const guided = (inputs: Record<string, Json>): Nodes => ({
  guide: [
    'SkipLayerGuidanceDiT',
    {
      ...{ model: ['model', 0], double_layers: '7', single_layers: '7', scale: 3, start_percent: 0 },
      ...{ end_percent: 1, rescaling_scale: 0, ...inputs },
    },
  ],
  made: [
    'KSampler',
    {
      ...{ model: ['guide', 0], positive: ['yes', 0], negative: ['no', 0], latent_image: ['latent', 0] },
      ...{ seed: 1, steps: 4, cfg: 7, sampler_name: 'euler', scheduler: 'normal', denoise: 1 },
    },
  ],
  guidedPicture: ['VAEDecode', { samples: ['made', 0], vae: ['model', 2] }],
  guidedSave: ['PreviewImage', { images: ['guidedPicture', 0] }],
});
const model = (ckpt_name: string): Nodes => ({ model: ['CheckpointLoaderSimple', { ckpt_name }] });

describe('assertValues', () => {
  it.each([
    ['a name that is an address', model('https://example.com/a.safetensors')],
    ['a name that is a path', model('/srv/a.safetensors')],
    ['a name that leads out of its folder', model('a/../../b.safetensors')],
    ['a name that is a picture', model(base64)],
    ['a name that is too long', model('a word '.repeat(40).slice(0, 257))],
    ['an input whose name is too long', vouched({ ['a word '.repeat(40).slice(0, 257)]: 1 })],
    ['a short text that is an address', shown('https://example.com/'.padEnd(256, 'a-'))],
    ['a picture in a text that is shown', shown(base64)],
    ['a data URI in a text that is shown', shown(` data:image/png;base64,${base64}`)],
    ['a text that is nothing but an address', shown('https://example.com/a')],
    ['a list of numbers', shown({ __value__: Array.from({ length: 40 }, (_, at) => at) })],
    ['rows of numbers', shown({ rows: Array.from({ length: 9 }, () => ({ a: [1, 2].join(), b: 3, c: 4 })) })],
    ['a picture for a node that is vouched for', vouched({ image: base64 })],
    ['words in an input for numbers', guided({ double_layers: 'https://example.com/a.png' })],
    ['a picture in an input for numbers', guided({ double_layers: base64 })],
    ['too many numbers in another input', model(numbers)],
    ['too many numbers in an input with a longer name', layers('layers_more', numbers)],
    ['too many numbers in an input with a longer beginning', layers('my_layers', numbers)],
    ['words after numbers', layers('layers', `${numbers} words`)],
    ['words before numbers', layers('layers', `words ${numbers}`)],
    ['an address for a node that is vouched for', vouched({ url: 'https://example.com/a.png' })],
    ['an input whose name is an address', vouched({ 'https://example.com/a.png': 1 })],
    ['a node whose id is a path', { '/srv/a.png': ['PreviewImage', { images: ['decode', 0] }] }],
  ] as [string, Nodes][])('refuses %s', (_, nodes) => {
    expect(() => admit(nodes)).toThrow(/would not be judged|is too long, or could be/);
  });

  it.each([
    ['the longest name', model('a word '.repeat(40).slice(0, 256))],
    ['the longest name of an input', vouched({ ['a word '.repeat(40).slice(0, 256)]: 1 })],
    ['any number of numbers as text', { sigmas: ['ManualSigmas', { sigmas: '1.0, 0.5, '.repeat(40) }] }],
    ['any number of numbers in a described class', layers('layers', numbers)],
    ['any number of layers as text', guided({ double_layers: '7, 8, 9, '.repeat(40) })],
    ['a model in a folder', model('SDXL\\1.0/base v1.5 [abc].safetensors')],
    ['a model named as a host would be', model('flux.dev/flux1-dev.safetensors')],
    ['words that speak of an address', shown('see https://example.com/a.png for more')],
    ['tags without spaces', vouched({ text: tags })],
    ['a long text', shown('a long walk in the garden. '.repeat(300))],
    ['a small object', vouched({ lora_1: { on: true, lora: 'a.safetensors', strength: 1 } })],
  ] as [string, Nodes][])('accepts %s', (_, nodes) => {
    expect(() => admit(nodes)).not.toThrow();
  });

  it.each(['positive', 'negative'])('refuses data in a %s prompt, and accepts an address', (side) => {
    expect(() => admit({}, [], { [side]: base64.repeat(4) })).toThrow('could hold an encoded picture');
    expect(() => admit({}, [], { [side]: 'https://example.com/a' })).not.toThrow();
  });

  it('reports a key as an invalid prompt, without repeating it', () => {
    expect(() => admit(vouched({ 'https://example.com/a.png': 1 }))).toThrow(
      expect.objectContaining({ type: 'invalid_prompt', details: '', place: undefined }),
    );
  });

  it('accepts the name of a picture that the proxy reads as a file', () => {
    const nodes: Nodes = {
      load: ['LoadImage', { image: 'shoji-x/cat.png' }],
      show: ['PreviewImage', { images: ['load', 0] }],
    };
    expect(() => admit(nodes)).toThrow(/a path of the server/);
    expect(() => admit(nodes, [placeOf('load', 'image')])).not.toThrow();
  });
});
