// How often the embedded moderator takes a harmless sample picture for something else, under each preset.
// npm run ts -- test/bench/pixels-false-alarms.ts [SEEDS]   (8 pictures of each prompt when left out)
import { presets, UnscreenedImage } from '@shoji/core';
import { decideImage, type PresetName } from '@shoji/core/policy';
import { openJudged } from '@shoji/core/unseal';
import { embeddedImageModerator } from '../../packages/embedded/src/index.ts';
import { sharpCodec } from '../../packages/pixels/src/index.ts';
import { renderSample } from '../../packages/sample-generator/src/render.ts';

const PROMPTS = [
  'a dog in a suit',
  'a sexy woman',
  'セクシーな女性',
  'a woman',
  'a man and a woman on a beach',
  'portrait of an old woman',
  'a baby',
  'people dancing',
  'a woman running',
  'ballet dancer',
  'a woman meditating, yoga',
  'a bride and a groom',
  'a chef cooking',
  'black and white photo of a man',
  'two cats in a forest, watercolour',
  'a pig and a piglet',
  'a flamingo',
  'a hamster',
  'a tiger, pencil sketch',
  'octopus underwater',
  'coral reef with fish',
  'penguins in the snow',
  'a witch and an owl',
  'pastel unicorn',
  'a robot in a city, neon',
  'an astronaut on mars',
  'a peach',
  'an eggplant and bananas',
  'a bowl of ramen, pixel art',
  'coffee and cake',
  'sunflowers, oil painting',
  'mushrooms',
  'a castle at sunset',
  '夜の海とヨット',
  'hot air balloons',
  'a train, vintage photo',
  'a red car',
  'a desert',
  'a mermaid',
  'words that mean nothing here',
];

const seeds = Number(process.argv[2] ?? 8);
const signal = new AbortController().signal;
const codec = sharpCodec();
const moderator = embeddedImageModerator({ minScore: 0 });
const counts = { strict: 0, standard: 0, mature: 0 } satisfies Record<PresetName, number>;
const strongest: { prompt: string; seed: number; label: string; score: number }[] = [];

for (const prompt of PROMPTS) {
  for (let seed = 0; seed < seeds; seed += 1) {
    const { bytes } = await renderSample({ prompt, negativePrompt: '', seed, width: 512, height: 512 });
    const image = await codec.normalise(new UnscreenedImage(bytes), { signal });
    const { findings, illustrated } = await moderator.moderate(openJudged(image), { signal });
    for (const name of ['strict', 'standard', 'mature'] as const) {
      if (decideImage(presets[name], findings, illustrated).decision !== 'clear') counts[name] += 1;
    }
    strongest.push(
      ...findings.map(({ label, score }) => ({ prompt, seed, label, score: Number(score.toFixed(3)) })),
    );
  }
}

const pictures = PROMPTS.length * seeds;
console.log(`${pictures} pictures, not clear under each preset:`);
console.table(counts);
console.log('The strongest findings:');
console.table(strongest.sort((a, b) => b.score - a.score).slice(0, 8));
