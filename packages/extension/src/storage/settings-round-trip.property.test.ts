import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../screen/client/defaults.ts';
import { reduceRun, startRun } from '../screen/state/run.ts';
import {
  GUIDANCE,
  INITIAL_SETTINGS,
  LORA_WEIGHT,
  MAX_SEED,
  parseSeed,
  type Settings,
  STEPS,
  sizesWithin,
  toInput,
  toSettings,
} from '../screen/state/settings.ts';
import { completedOf } from '../testing/runs.ts';
import { parseRun } from './stored-run.ts';

const LIMITS = [
  DEFAULT_LIMITS,
  { ...DEFAULT_LIMITS, inputImage: true },
  { ...DEFAULT_LIMITS, negativePrompt: false },
  { ...DEFAULT_LIMITS, side: { min: 512, max: 512, multipleOf: 512 } },
  // None of the presets, so the size is the smallest square.
  { ...DEFAULT_LIMITS, side: { min: 1024, max: 2048, multipleOf: 64 } },
];

const CHOICES = {
  models: ['dreamshaper_8', 'sd_xl'],
  samplers: ['Euler a'],
  schedulers: ['karras', 'exponential'],
  loras: ['paper-cut', 'ink/brush.safetensors', 'clay'],
};

/** Every setting; one that is added to the form and left out here does not compile. */
function settingsWithin(limits: (typeof LIMITS)[number]) {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  const every: { [Name in keyof Settings]: fc.Arbitrary<Settings[Name]> } = {
    prompt: text.filter((prompt) => prompt.trim() !== ''),
    negativePrompt: text.map((negative) => negative.trim()),
    size: fc.constantFrom(...sizesWithin(limits)),
    n: fc.integer({ min: 1, max: 4 }),
    seed: fc.oneof(fc.constant(''), fc.integer({ min: 0, max: MAX_SEED }).map(String)),
    steps: fc.integer(STEPS),
    model: fc.constantFrom('', ...CHOICES.models),
    sampler: fc.constantFrom('', ...CHOICES.samplers),
    scheduler: fc.constantFrom('', ...CHOICES.schedulers),
    loras: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...CHOICES.loras),
        weight: fc.integer({ min: LORA_WEIGHT.min * 20, max: LORA_WEIGHT.max * 20 }).map((part) => part / 20),
      }),
      { selector: ({ name }) => name },
    ),
    image: fc.option(
      fc.record({
        b64: fc.constant('AAAA'),
        strength: fc.integer({ min: 0, max: 20 }).map((part) => part / 20),
      }),
      { nil: undefined },
    ),
    guidanceScale: fc.integer({ min: GUIDANCE.min * 2, max: GUIDANCE.max * 2 }).map((half) => half / 2),
  };
  return fc.record(every);
}

const generation = fc
  .constantFrom(...LIMITS)
  .chain((limits) => fc.record({ limits: fc.constant(limits), settings: settingsWithin(limits) }));

it('brings every setting back: settings → run, stored and read → settings', () => {
  fc.assert(
    fc.property(generation, ({ limits, settings }) => {
      const begun = startRun<never>(1000, toInput(settings, limits, CHOICES));
      const stored = parseRun(JSON.parse(JSON.stringify(begun)));
      if (!stored) throw new Error('the run could not be read');
      const expected = {
        ...settings,
        negativePrompt: limits.negativePrompt ? settings.negativePrompt : '',
        image: limits.inputImage ? settings.image : undefined,
      };
      expect(toSettings(stored.input, limits, INITIAL_SETTINGS)).toEqual(expected);
    }),
  );
});

it('brings back the seed that a picture was given where none was typed', () => {
  fc.assert(
    fc.property(generation, fc.integer({ min: 0, max: MAX_SEED }), ({ limits, settings }, seed) => {
      const run = reduceRun(startRun(1000, toInput({ ...settings, seed: '' }, limits, CHOICES)), {
        type: 'generation.completed',
        completed: completedOf({ seeds: [seed] }),
      });
      const back = toSettings(run.input, limits, INITIAL_SETTINGS, run.completed?.seeds[0]);
      expect(parseSeed(back.seed)).toBe(seed);
    }),
  );
});
