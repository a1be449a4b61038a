import type { Engine } from '../generation/engine.ts';
import { moderateGeneration } from '../generation/moderate-generation.ts';
import type { GenerationRequest } from '../generation/request.ts';
import { resultOf } from '../generation/result-of.ts';
import type { ImageGenerator } from '../ports/generator.ts';
import type { ImageCodec } from '../ports/image.ts';
import { fakeEngine } from './fakes.ts';
import { partConformance } from './part.ts';
import { abortedSignal, type ConformanceCase, demand, rejects } from './suite.ts';

/**
 * The conformance suite of `ImageGenerator`. It calls the generator through a moderated generation, as the flow does.
 */
export function imageGeneratorConformance(make: () => ImageGenerator, codec: ImageCodec): ConformanceCase[] {
  const engine = (generator: ImageGenerator) => fakeEngine({ generator, codec });
  return [
    {
      name: 'says what it can do',
      run: async () => {
        const { limits } = make();
        demand(limits.maxImages >= 1, 'limits.maxImages: must be at least 1');
        demand(limits.side.min <= limits.side.max, 'limits.side: min is above max');
        demand(
          limits.side.min % limits.side.multipleOf === 0,
          'limits.side.min: must be a multiple of multipleOf',
        );
      },
    },
    {
      name: 'makes one readable picture for each seed, at the size asked for',
      run: async () => {
        const generator = make();
        const { side } = generator.limits;
        const result = await generate(engine(generator), {
          n: Math.min(2, generator.limits.maxImages),
          width: side.min,
          height: side.min,
        });
        demand(result.status === 'completed', `the generation ended as ${result.status}`);
        for (const { shown } of result.images) {
          demand(shown !== null, 'a picture could not be read');
          demand(
            shown.width === side.min && shown.height === side.min,
            `${shown.width}×${shown.height} was not asked for`,
          );
        }
      },
    },
    {
      name: 'rejects when it is cancelled',
      run: async () => {
        demand(await rejects(() => generate(engine(make()), {}, abortedSignal())), 'it ignored its signal');
      },
    },
    ...partConformance(make),
  ];
}

async function generate(
  engine: Engine,
  more: Partial<GenerationRequest>,
  signal = new AbortController().signal,
) {
  const flow = moderateGeneration({ prompt: 'a dog in a suit', seed: 7, ...more }, engine, {
    id: 'conformance',
    signal,
  });
  return resultOf(flow);
}
