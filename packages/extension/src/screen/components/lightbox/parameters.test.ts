import { expect, it } from 'vitest';
import { completedOf, doneRun, runOf, slotOf } from '../../../testing/runs.ts';
import { parametersOf } from './parameters.ts';

const input = { prompt: 'a dog', n: 2, width: 512, height: 768 };

it('has the prompt, the negative prompt and the settings, in the form of the web UI of AUTOMATIC1111', () => {
  const run = doneRun([slotOf('clear'), slotOf('clear')], {
    input: {
      ...input,
      negativePrompt: 'rain',
      steps: 20,
      guidanceScale: 4.5,
      sampler: 'Euler a',
      model: 'dreamshaper_8',
    },
  });
  expect(parametersOf(run, 1)).toBe(
    'a dog\nNegative prompt: rain\nSteps: 20, Sampler: Euler a, CFG scale: 4.5, Seed: 8, Size: 512x768, Model: dreamshaper_8',
  );
});

it('leaves out what is not known, and names the generator where no model was chosen', () => {
  const completed = completedOf({ seeds: [], generator: { name: 'sample', kind: 'sample' } });
  expect(parametersOf(runOf({ input, completed }), 0)).toBe('a dog\nSize: 512x768, Model: sample');
  expect(parametersOf(runOf({ input: { ...input, seed: 7 } }), 1)).toBe('a dog\nSeed: 8, Size: 512x768');
});

it('quotes a name that would end early', () => {
  expect(parametersOf(runOf({ input: { ...input, model: 'a, b: c' } }), 0)).toBe(
    'a dog\nSize: 512x768, Model: "a, b: c"',
  );
});

it('has LoRAs and the scheduler as the web UI reads them', () => {
  const loras = [
    { name: 'clay', weight: 0.5 },
    { name: 'styles/ink.v2.safetensors', weight: -1 },
    { name: 'sub\\paper.pt', weight: 1.25 },
  ];
  const chosen = { ...input, steps: 20, sampler: 'Euler', scheduler: 'karras', loras };
  expect(parametersOf(runOf({ input: chosen }), 0)).toBe(
    'a dog <lora:clay:0.5> <lora:ink.v2:-1> <lora:paper:1.25>\n' +
      'Steps: 20, Sampler: Euler, Schedule type: karras, Size: 512x768',
  );
});
