// Measures the list of blocked pictures over a folder: the copies that are found, and different pictures taken for one.
// npm run bench:blocked -- --folder DIR [--copies 300]
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { UnscreenedImage } from '@shoji/core';
import { openJudged } from '@shoji/core/unseal';
import { indexHashes, MAX_DISTANCE } from '../../packages/pixels/src/blocked/blocked-list.ts';
import {
  hashDistance,
  hashOf,
  lookupHashes,
  type PerceptualHash,
  type Plane,
} from '../../packages/pixels/src/blocked/perceptual-hash.ts';
import { planeOfPicture } from '../../packages/pixels/src/blocked/plane-of-picture.ts';
import { judgingCodec } from '../../packages/pixels/src/index.ts';
import { sharp } from '../../packages/pixels/src/sharp.ts';

/**
 * Thumbnails that correlate more than this, straight or mirrored, are versions of one picture: an icon in two colours, a
 * dialog in two languages. They are counted apart from pairs of different pictures.
 */
const SAME = 0.8;
const SIDE = 24;

const { values } = parseArgs({
  options: { folder: { type: 'string' }, copies: { type: 'string', default: '300' } },
});
if (values.folder === undefined) throw new Error('Name a folder of pictures: --folder DIR');
const signal = new AbortController().signal;
const codec = judgingCodec();

type Bytes = Uint8Array<ArrayBuffer>;
type Change = (bytes: Bytes) => Promise<Bytes>;
const sizeOf = async (bytes: Bytes) => {
  const { width = 0, height = 0 } = await sharp(bytes).metadata();
  return { width, height };
};
const png = async (picture: ReturnType<typeof sharp>): Promise<Bytes> =>
  new Uint8Array(await picture.png({ compressionLevel: 1 }).toBuffer());
const crop =
  (left: number, top: number, share = 0.95): Change =>
  async (bytes) => {
    const { width, height } = await sizeOf(bytes);
    const [w, h] = [Math.max(1, Math.round(width * share)), Math.max(1, Math.round(height * share))];
    const at = { left: Math.round((width - w) * left), top: Math.round((height - h) * top) };
    return png(sharp(bytes).extract({ ...at, width: w, height: h }));
  };
const CHANGES: Record<string, Change> = {
  'resize to a half': async (bytes) => {
    const { width } = await sizeOf(bytes);
    return png(sharp(bytes).resize(Math.max(80, Math.round(width / 2))));
  },
  'resize to 512 × 512': (bytes) => png(sharp(bytes).resize(512, 512, { fit: 'fill' })),
  'JPEG, quality 50': async (bytes) => new Uint8Array(await sharp(bytes).jpeg({ quality: 50 }).toBuffer()),
  'crop, a corner': crop(1, 1),
  'crop, the middle': crop(0.5, 0.5),
  'crop, off the middle': crop(0.3, 0.8),
  mirror: (bytes) => png(sharp(bytes).flop()),
};

const pictures: { name: string; bytes: Bytes; hash?: PerceptualHash; plane: Plane; small: Float64Array }[] =
  [];
let unreadable = 0;
for (const path of files(values.folder)) {
  try {
    const bytes = new Uint8Array(readFileSync(path));
    // Copies are made of the opaque picture; a transparent one is judged over white, among others.
    const flat = await png(
      sharp(bytes)
        .flatten({ background: '#fff' })
        .resize(1024, 1024, { fit: 'inside', withoutEnlargement: true }),
    );
    const plane = await planeOf(flat);
    const hash = hashOf(plane);
    pictures.push({
      name: relative(values.folder, path),
      bytes: flat,
      plane,
      small: await thumbnail(flat),
      ...(hash && { hash }),
    });
  } catch {
    unreadable += 1;
  }
}
const plain = pictures.filter(({ hash }) => hash === undefined);
console.log(
  `${pictures.length} pictures (${unreadable} files could not be read); too plain for a hash: ${plain.length}`,
);
await copies(Number(values.copies));
pairs();
speed();

async function copies(count: number) {
  const hashed = pictures.filter(({ hash }) => hash !== undefined);
  const step = Math.max(1, Math.ceil(hashed.length / count));
  const found = new Map<string, { hits: number; distances: number[] }>();
  const names = Object.keys(CHANGES);
  for (const picture of hashed.filter((_, at) => at % step === 0)) {
    const { hash } = picture;
    if (hash === undefined) continue;
    const index = indexHashes([hash]);
    const look = async (name: string, bytes: Bytes) => {
      const wanted = lookupHashes(await planeOf(bytes));
      const distance = Math.min(256, ...wanted.map((each) => hashDistance(each, hash)));
      const row = found.get(name) ?? { hits: 0, distances: [] };
      row.hits += index.has(wanted) ? 1 : 0;
      row.distances.push(distance);
      found.set(name, row);
    };
    for (const [at, first] of names.entries()) {
      const once = await CHANGES[first]?.(picture.bytes);
      if (once === undefined) continue;
      await look(first, once);
      for (const second of names.slice(at + 1)) {
        if (kindOf(first) === kindOf(second)) continue;
        const twice = await CHANGES[second]?.(once);
        if (twice !== undefined) await look(`${first} + ${second}`, twice);
      }
    }
  }
  console.table(
    [...found].map(([change, { hits, distances }]) => {
      const sorted = distances.toSorted((a, b) => a - b);
      const share = (part: number) => sorted[Math.floor(sorted.length * part)];
      return {
        change,
        found: `${hits} of ${distances.length}`,
        '%': Number(((100 * hits) / distances.length).toFixed(1)),
        'bits, median': share(0.5),
        '98 %': share(0.98),
        most: sorted.at(-1),
      };
    }),
  );
  const rows = [...found.values()];
  const hits = rows.reduce((sum, row) => sum + row.hits, 0);
  console.log(
    `all copies: ${hits} of ${rows.reduce((sum, { distances }) => sum + distances.length, 0)} found`,
  );
}

function kindOf(change: string): string {
  return change.split(/[ ,]/)[0] ?? '';
}

/** Every picture against the hash of every other, in both directions. */
function pairs() {
  let [different, same, sameFound, wrong] = [0, 0, 0, 0];
  let nearest = 256;
  for (const wanted of pictures) {
    const hashes = lookupHashes(wanted.plane);
    for (const listed of pictures) {
      if (listed === wanted || listed.hash === undefined) continue;
      const { hash } = listed;
      const distance = Math.min(256, ...hashes.map((each) => hashDistance(each, hash)));
      if (distance > MAX_DISTANCE + 30 && distance >= nearest) {
        different += 1;
        continue;
      }
      if (isSame(wanted.small, listed.small)) {
        same += 1;
        sameFound += distance <= MAX_DISTANCE ? 1 : 0;
        continue;
      }
      different += 1;
      nearest = Math.min(nearest, distance);
      if (distance <= MAX_DISTANCE) {
        wrong += 1;
        console.log(`taken for one another at ${distance} bits: ${wanted.name} and ${listed.name}`);
      }
    }
  }
  console.log(
    `${different} pairs of different pictures: ${wrong} taken for one; the nearest differ in ${nearest} bits, ${MAX_DISTANCE} are allowed. Counted apart, versions of one picture that are near: ${same}, ${sameFound} of them taken for one.`,
  );
}

function speed() {
  let state = 7;
  const word = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
  const rows = [];
  const wanted = pictures.slice(0, 40).map(({ plane }) => plane);
  for (const size of [1, 1_000, 100_000]) {
    // Hashes of real pictures agree in the low frequencies more often than random ones.
    const known = pictures.flatMap(({ hash }) => (hash === undefined ? [] : [hash]));
    const hashes = Array.from({ length: size }, (_, at) => {
      const hash = known[at % known.length] ?? new Uint32Array(8);
      return hash.map((value, index) => (index < 2 ? value ^ (word() & word() & word()) : word()));
    });
    const start = process.cpuUsage();
    const index = indexHashes(hashes);
    const built = process.cpuUsage(start);
    const looked = process.cpuUsage();
    for (const plane of wanted) index.has(lookupHashes(plane));
    const used = process.cpuUsage(looked);
    rows.push({
      hashes: size,
      'index, CPU ms': Math.round((built.user + built.system) / 1000),
      'a picture, CPU ms': Number(((used.user + used.system) / 1000 / wanted.length).toFixed(1)),
    });
  }
  console.table(rows);
}

async function planeOf(bytes: Bytes): Promise<Plane> {
  return planeOfPicture(openJudged(await codec.normalise(new UnscreenedImage(bytes), { signal })));
}

async function thumbnail(bytes: Bytes): Promise<Float64Array> {
  const grey = await sharp(bytes).resize(SIDE, SIDE, { fit: 'fill' }).greyscale().raw().toBuffer();
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
  const centred = Float64Array.from(grey, (value) => value - mean);
  const length = Math.hypot(...centred) || 1;
  return centred.map((value) => value / length);
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  let [straight, mirrored] = [0, 0];
  for (const [at, value] of a.entries()) {
    straight += value * (b[at] ?? 0);
    mirrored += value * (b[at - (at % SIDE) + SIDE - 1 - (at % SIDE)] ?? 0);
  }
  return Math.max(straight, mirrored) > SAME;
}

function* files(folder: string): Generator<string> {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else if (/\.(?:png|jpe?g|webp|gif)$/i.test(name)) yield path;
  }
}
