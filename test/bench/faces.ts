// Faces that the embedded check finds in a folder of pictures, the error of its apparent ages, and its cost for each picture.
// npm run bench:faces -- --folder DIR [--labels FILE]
// A line of FILE is the path of a picture in DIR, a tab, and what is known of it: `none` for a picture without a face,
// `child` or `adult`, or the age in years of the person with the largest face. Pictures without a line count for the
// cost only.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ImageError, UnscreenedImage } from '@shoji/core';
import { openJudged } from '@shoji/core/unseal';
import { likelyMinor } from '../../packages/embedded/src/faces/likely-minor.ts';
import { loadFaceReader, type SeenFace } from '../../packages/embedded/src/faces/read-faces.ts';
import { decodeRgb, sharpCodec } from '../../packages/pixels/src/index.ts';

interface Row {
  readonly file: string;
  readonly label: string;
  readonly faces: readonly SeenFace[];
  /** CPU of the check: milliseconds of decoding what is judged, finding faces and guessing ages. */
  readonly ms: number;
}

const { values } = parseArgs({ options: { folder: { type: 'string' }, labels: { type: 'string' } } });
const { folder, labels } = values;
if (folder === undefined) throw new Error('Name the folder with the pictures: --folder DIR');

const known = new Map(
  (labels === undefined ? '' : readFileSync(labels, 'utf8'))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): [string, string] => {
      const [file = '', label = ''] = line.split('\t');
      if (!/^(none|child|adult|\d+)$/.test(label)) throw new Error(`Not a label in ${labels}: ${line}`);
      return [file, label];
    }),
);

const signal = new AbortController().signal;
const codec = sharpCodec();
const read = await loadFaceReader();
const rows: Row[] = [];
for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
  if (!/\.(jpe?g|png|webp)$/i.test(file)) continue;
  const bytes = new Uint8Array(readFileSync(join(folder, file)));
  try {
    const judged = openJudged(await codec.normalise(new UnscreenedImage(bytes), { signal }));
    const before = process.cpuUsage();
    const { faces } = await read(await decodeRgb(judged));
    const { user, system } = process.cpuUsage(before);
    rows.push({ file, label: known.get(file) ?? '', faces, ms: (user + system) / 1000 });
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    console.log(`left out, not a picture that Shoji takes: ${file}`);
  }
}

const largest = ({ faces }: Row) =>
  faces.reduce<SeenFace | undefined>(
    (best, face) => (best && best.side >= face.side ? best : face),
    undefined,
  );
const percent = (part: number, all: number) =>
  all === 0 ? '–' : `${part} of ${all} (${((100 * part) / all).toFixed(1)} %)`;
const mean = (numbers: readonly number[]) =>
  numbers.length === 0 ? NaN : numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

const people = rows.filter(({ label }) => label !== '' && label !== 'none');
const empty = rows.filter(({ label }) => label === 'none');
console.log(`pictures: ${rows.length}, with a face by label: ${people.length}, without: ${empty.length}`);
console.log(
  `a face found in pictures with one: ${percent(people.filter(({ faces }) => faces.length > 0).length, people.length)}`,
);
for (const { file } of people.filter(({ faces }) => faces.length === 0)) console.log(`  missed: ${file}`);
console.log(
  `a face found in pictures without one: ${percent(empty.filter(({ faces }) => faces.length > 0).length, empty.length)}`,
);
for (const { file, faces } of empty)
  for (const { score, side } of faces)
    console.log(`  false: ${file}, score ${score.toFixed(2)}, side ${side.toFixed(0)} px`);

const aged = people.flatMap((row) => {
  const face = largest(row);
  return face && /^\d+$/.test(row.label) ? [{ ...face, file: row.file, truth: Number(row.label) }] : [];
});
const errors = aged.map(({ age, truth }) => age - truth);
console.log(
  `apparent age of ${aged.length}: mean error ${mean(errors.map(Math.abs)).toFixed(1)} years, bias ${mean(errors).toFixed(1)}`,
);

const minors = people.filter(({ label }) => label === 'child' || (/^\d+$/.test(label) && Number(label) < 18));
const adults = people.filter((row) => !minors.includes(row));
const reported = (some: readonly Row[], from: number) =>
  some.filter(({ faces }) => faces.some(({ age, side }) => likelyMinor(age, side).minor >= from)).length;
console.table(
  [0.05, 0.1, 0.15, 0.2, 0.3, 0.5].map((from) => ({
    'minor from': from,
    'pictures of minors reported': percent(reported(minors, from), minors.length),
    'pictures of adults reported': percent(reported(adults, from), adults.length),
    'pictures without a face reported': percent(reported(empty, from), empty.length),
  })),
);

const sorted = rows.map(({ ms }) => ms).sort((one, other) => one - other);
const none = rows.filter(({ faces }) => faces.length === 0).map(({ ms }) => ms);
const single = rows.filter(({ faces }) => faces.length === 1).map(({ ms }) => ms);
console.log(
  `CPU of a picture: mean ${mean(sorted).toFixed(1)} ms, median ${sorted[sorted.length >> 1]?.toFixed(1)}, most ${sorted.at(-1)?.toFixed(1)}; without a face ${mean(none).toFixed(1)}, with one ${mean(single).toFixed(1)}`,
);
console.log(`memory of this process: ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB`);
