// Measures the embedded reader of words: which words it finds, its CPU time, and what it finds in harmless pictures.
// npm run ts -- test/bench/words-in-pictures.ts [pictures]
import { wordsInPictures } from '@shoji/core/text';
import { loadTesseract } from '../../packages/embedded/src/text/tesseract.ts';
import { DEFAULT_JUDGE_SIZE, encodeJudged } from '../../packages/pixels/src/judged.ts';
import { toPixels } from '../../packages/pixels/src/rgb.ts';
import { sharp } from '../../packages/pixels/src/sharp.ts';
import { renderSample } from '../../packages/sample-generator/src/render.ts';

const WORDS = ['MARMALADE', 'SANDWICH', 'garden', 'lantern', 'Umbrella'];
const FONTS = ['DejaVu Sans', 'DejaVu Serif', 'DejaVu Sans Mono'];
const SIZES = [14, 24, 48, 96];
const SIDE = 1024;
const HARMLESS = Number(process.argv[2] ?? 40);

const read = await loadTesseract();
let cpu = 0;
let pictures = 0;

console.table(await recall());
console.table(await turned());
console.log(await falseAlarms());
console.log(`CPU: ${Math.round(cpu / pictures)} ms a picture of ${SIDE}², mean of ${pictures}`);
process.exit(0);

async function sample(prompt: string, seed: number) {
  const { bytes } = await renderSample({ prompt, negativePrompt: '', seed, width: SIDE, height: SIDE });
  return sharp(bytes).resize(SIDE, SIDE).png().toBuffer();
}

/** The lines of a picture, as the checks get it. */
async function linesIn(picture: Buffer) {
  const judged = await encodeJudged(await toPixels(sharp(picture).removeAlpha()), DEFAULT_JUDGE_SIZE);
  const before = process.cpuUsage();
  const { lines, model } = await read(judged.bytes);
  const { user, system } = process.cpuUsage(before);
  cpu += (user + system) / 1_000;
  pictures += 1;
  return {
    lines: lines.map(({ text, confidence }) => ({ text, confidence: confidence / 100 })),
    model,
    judged,
  };
}

function overlay(ground: 'plain' | 'scene', font: string, size: number, turn = 0) {
  const colours = ground === 'plain' ? 'fill="#000"' : 'fill="#fff" stroke="#000" stroke-width="1"';
  const paper = ground === 'plain' ? '<rect width="100%" height="100%" fill="#fff"/>' : '';
  const texts = WORDS.map((word, index) => {
    const y = 150 + index * 180;
    return `<text x="80" y="${y}" font-family="${font}" font-size="${size}" ${colours} transform="rotate(${turn} 80 ${y})">${word}</text>`;
  });
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">${paper}${texts.join('')}</svg>`,
  );
}

async function found(input: Buffer) {
  const scene = await sample('a castle on a hill', 7);
  const { lines } = await linesIn(await sharp(scene).composite([{ input }]).png().toBuffer());
  const sure = lines.filter(({ confidence }) => confidence >= 0.5).map(({ text }) => text.toLowerCase());
  return WORDS.filter((word) => sure.some((text) => text.includes(word.toLowerCase()))).length;
}

async function recall() {
  const rows = [];
  for (const size of SIZES) {
    const row = { 'letters, px of 1024': size, 'plain ground': '', 'busy ground': '' };
    for (const ground of ['plain', 'scene'] as const) {
      let sum = 0;
      for (const font of FONTS) sum += await found(overlay(ground, font, size));
      row[ground === 'plain' ? 'plain ground' : 'busy ground'] = `${sum} of ${FONTS.length * WORDS.length}`;
    }
    rows.push(row);
  }
  return rows;
}

async function turned() {
  const rows = [];
  for (const degrees of [0, 5, 10, 30, 90])
    rows.push({
      degrees,
      found: `${await found(overlay('plain', 'DejaVu Sans', 48, degrees))} of ${WORDS.length}`,
    });
  return rows;
}

async function falseAlarms() {
  const subjects = [
    'a castle on a hill',
    'a dog in a suit',
    'a city at night',
    'a fruit market',
    'a garden with lanterns',
  ];
  const moderator = wordsInPictures({
    reader: {
      name: 'bench',
      read: async ({ bytes }) => ({ lines: (await linesIn(Buffer.from(bytes))).lines }),
    },
  });
  const said: string[] = [];
  for (let seed = 0; seed < HARMLESS; seed += 1) {
    const picture = await sample(subjects[seed % subjects.length] ?? '', seed);
    const image = {
      mediaType: 'image/png',
      width: SIDE,
      height: SIDE,
      bytes: new Uint8Array(picture),
    } as const;
    const { findings } = await moderator.moderate(image, { signal: new AbortController().signal });
    said.push(...findings.map(({ category, label, score }) => `${category} ${score} (${label})`));
  }
  return `Findings in ${HARMLESS} harmless sample pictures: ${said.length === 0 ? 'none' : said.join(', ')}`;
}
