// Trains a small classifier that separates English from other languages in Latin script, and writes its table of weights.
// Usage: npm run ts -- scripts/compile-language.mjs <train.csv>
// Other languages are the names and keywords of emoji in emojibase-data; English is those, and labelled English prompts.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { latinGrams, writtenGram } from '../packages/core/src/text/model/latin.ts';
import { randomFrom, shuffle } from '../packages/core/src/text/model/train-linear.ts';
import { readLabelledPrompts } from '../packages/curator/src/classifier/labelled.ts';

const OUT = new URL('../packages/core/src/text/model/data/latin.generated.ts', import.meta.url);
/** Function words of each language: frequent in prompts, rare in names of emoji. */
const SMALL_WORDS = {
  en: 'the a an of in on with and at by to for from is are his her over under',
  da: 'en et og i på med af til er den det de som for ved',
  de: 'der die das ein eine einen einem einer und mit auf in im am von vor zu bei ist dem den',
  es: 'el la los las un una unos de del en con por y al que para sobre su',
  et: 'ja on ning see mis ei kui oma selle',
  fi: 'ja on ei se joka kun hän oli myös',
  fr: 'le la les un une des de du dans avec sur et en au aux qui devant par son sa',
  hu: 'a az egy és van nem hogy is meg volt',
  it: 'il lo la i gli le un uno una di del della con in nel nella su sul e che da',
  lt: 'ir yra su ant į iš kad po prie',
  ms: 'yang dan di dengan seorang sebuah dari untuk pada ini itu',
  nb: 'en et og i på med av til er den det de som for ved',
  nl: 'de het een en in op met van voor aan bij zijn te',
  pl: 'i w z na nad pod do się jest przez od po za',
  pt: 'o a os as um uma de do da em no na com por e ao que para sobre sua',
  sv: 'en ett och i på med av till är den det de som för vid',
  vi: 'và của trong một với trên có đang là người',
};
const LANGUAGES = Object.keys(SMALL_WORDS).filter((language) => language !== 'en');
/** Words of prompts that are lists of tags. */
const TAGS =
  'masterpiece, best quality, 1girl, 1boy, solo, long hair, short hair, blue eyes, looking at viewer, smile, outdoors, ' +
  'indoors, standing, sitting, full body, upper body, close-up, portrait, simple background, white background, night, ' +
  'sky, cloud, tree, flower, dress, skirt, hat, ribbon, twintails, ponytail, bangs, absurdres, highres, 4k, 8k, hdr, ' +
  'ultra detailed, intricate, sharp focus, cinematic lighting, volumetric light, bokeh, depth of field, film grain, ' +
  'concept art, digital painting, trending on artstation, octane render, unreal engine, photorealistic, anime, manga, ' +
  'watercolor, oil painting, pastel, ink, sketch, lineart, pixel art, isometric, low poly, vaporwave, cyberpunk';
/** Number of sampled texts: prompts, lists of tags, English names, and names of each other language. */
const DRAWN = { prompts: 14_000, tags: 1_000, english: 4_000, other: 1_400 };
const LEARNING = { epochs: 4, rate: 0.1 };
/** Number of n-grams in the table, and the step to which weights are rounded. */
const KEPT = 300;
const STEP = 0.4;
const MOST_STEPS = 7;
/** n-grams in fewer texts are ignored. */
const SEEN_IN = 12;
/** This bit marks a feature that is a whole word; without it, the feature is an n-gram of letters. */
const WORD = 1 << 15;

const require = createRequire(new URL('../packages/sample-generator/package.json', import.meta.url));
const random = randomFrom(1);
const below = (count) => Math.floor(random() * count);

const [data] = process.argv.slice(2);
if (data === undefined) throw new Error('Usage: npm run ts -- scripts/compile-language.mjs <train.csv>');
/** The n-grams of each text with their counts, and whether the text is in another language than English. */
const texts = [
  ...partsOfPrompts(data),
  ...rowsOfTags(DRAWN.tags),
  ...drawn('en', DRAWN.english).map((text) => asText(text, 0)),
  ...LANGUAGES.flatMap((language) => drawn(language, DRAWN.other).map((text) => asText(text, 1))),
];
const seen = new Map();
for (const { grams } of texts) for (const gram of grams.keys()) seen.set(gram, (seen.get(gram) ?? 0) + 1);
const common = new Set([...seen].flatMap(([gram, count]) => (count >= SEEN_IN ? gram : [])));
const first = learn(common);
const worth = (gram) => Math.abs(first.weights.get(gram) ?? 0) * Math.sqrt(seen.get(gram) ?? 0);
const kept = new Set([...common].sort((a, b) => worth(b) - worth(a)).slice(0, KEPT));
const { weights, bias } = learn(kept);
write();

/** Parts of a few words, as prompts begin, and whole prompts. */
function partsOfPrompts(file) {
  const english = readLabelledPrompts(file).flatMap(({ text, language }) => (language === 'en' ? text : []));
  return Array.from({ length: DRAWN.prompts }, () => {
    const words = (english[below(english.length)] ?? '').split(/\s+/);
    const count = random() < 0.6 ? 2 + below(9) : words.length;
    const from = below(Math.max(1, words.length - count));
    return asText(words.slice(from, from + count).join(' '), 0);
  });
}

function rowsOfTags(count) {
  const tags = TAGS.split(', ');
  return Array.from({ length: count }, () => {
    const row = Array.from({ length: 1 + below(8) }, () => tags[below(tags.length)]);
    return asText(row.join(', '), 0);
  });
}

/** One to three names or lists of keywords in a language, next to each other or with its function words between them. */
function drawn(language, count) {
  const emoji = JSON.parse(readFileSync(require.resolve(`emojibase-data/${language}/data.json`), 'utf8'));
  const names = emoji.flatMap(({ label = [], tags }) => [label, tags?.slice(0, 6).join(' ') ?? []].flat());
  const small = SMALL_WORDS[language].split(' ');
  const word = () => small[below(small.length)];
  const between = () => (random() < 0.5 ? ` ${word()} ` : random() < 0.5 ? `, ${word()} ` : ', ');
  return Array.from({ length: count }, () => {
    let text = random() < 0.5 ? `${word()} ` : '';
    for (let more = 1 + below(3); more > 0; more--)
      text += names[below(names.length)] + (more > 1 ? between() : '');
    return text;
  });
}

function asText(text, foreign) {
  const grams = new Map();
  latinGrams(text, (key, isWord) => {
    const gram = isWord ? key + WORD : key;
    grams.set(gram, (grams.get(gram) ?? 0) + 1);
  });
  return { grams, foreign };
}

/** Logistic regression with AdaGrad on the counts of the selected n-grams. */
function learn(grams) {
  const weights = new Map();
  const squares = new Map();
  let bias = 0;
  const order = Int32Array.from(texts, (_, index) => index);
  for (let epoch = 0; epoch < LEARNING.epochs; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      const text = texts[index];
      let sum = bias;
      for (const [gram, count] of text.grams) sum += (weights.get(gram) ?? 0) * count;
      const error = 1 / (1 + Math.exp(-sum)) - text.foreign;
      bias -= 0.002 * error;
      for (const [gram, count] of text.grams) {
        if (!grams.has(gram)) continue;
        const slope = error * count;
        const square = (squares.get(gram) ?? 1e-3) + slope * slope;
        squares.set(gram, square);
        weights.set(gram, (weights.get(gram) ?? 0) - (LEARNING.rate * slope) / Math.sqrt(square));
      }
    }
  }
  return { weights, bias };
}

function write() {
  const bySteps = new Map();
  for (const [gram, weight] of weights) {
    const steps = Math.max(-MOST_STEPS, Math.min(MOST_STEPS, Math.round(weight / STEP)));
    if (steps === 0) continue;
    bySteps.set(steps, [...(bySteps.get(steps) ?? []), writtenGram(gram % WORD, gram >= WORD)]);
  }
  const grams = [...bySteps]
    .sort(([a], [b]) => a - b)
    .map(([steps, list]) => [steps, ...list.sort()].join(' '));
  writeFileSync(
    OUT,
    '// Made by scripts/compile-language.mjs. Do not edit.\n' +
      '/** Weights that distinguish other languages in Latin script from English, in steps, each with its grams. */\n' +
      `export const LATIN = ${JSON.stringify({ step: STEP, bias: Math.round(bias / STEP), grams: grams.join('\n') })};\n`,
  );
  console.log(`${[...bySteps.values()].flat().length} grams, learnt from ${texts.length} texts`);
}
