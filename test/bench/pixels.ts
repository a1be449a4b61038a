// Measures the cost of decoding, re-encoding, blurring and judging, alone and side by side, of animations, and of refusing
// a hostile picture.
// npm run bench:pixels
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { UnscreenedImage } from '@shoji/core';
import { openJudged } from '@shoji/core/unseal';
import { loadNsfwJudge } from '../../packages/embedded/src/image/nsfw-judge.ts';
import { renderSvg } from '../../packages/embedded/src/image/renders.test-helper.ts';
import { blankPng } from '../../packages/pixels/src/fixtures.test-helper.ts';
import { blockedPictures, decodeRgb, sharpCodec } from '../../packages/pixels/src/index.ts';
import { sharp } from '../../packages/pixels/src/sharp.ts';
import { renderSample } from '../../packages/sample-generator/src/render.ts';

const RUNS = 15;
const signal = new AbortController().signal;
const codec = sharpCodec();

// First, because the highest memory of a process never falls.
console.table(await animations());
console.table(await Promise.all([512, 1024].map(prepare)).then(steps));
console.table(await judges());
console.table(await sideBySide());
console.table(await refusals());

async function prepare(side: number) {
  const sample = await renderSample({
    prompt: 'a castle on a hill',
    negativePrompt: '',
    seed: 7,
    width: side,
    height: side,
  });
  const jpeg = new Uint8Array(await sharp(sample.bytes).jpeg({ quality: 92 }).toBuffer());
  // An ellipse cut out of it, with soft edges.
  const hole = `<svg width="${side}" height="${side}"><circle cx="50%" cy="50%" r="40%" fill-opacity="0.6"/></svg>`;
  const cutOut = sharp(sample.bytes)
    .ensureAlpha()
    .composite([{ input: Buffer.from(hole), blend: 'dest-out' }]);
  const transparent = new Uint8Array(await cutOut.png().toBuffer());
  return { side, png: sample.bytes, jpeg, transparent };
}

/** Animations in which a sample picture moves: 24 frames, and 96 of which 32 are kept. */
async function animations() {
  const rows = [];
  for (const format of ['webp', 'gif'] as const) {
    for (const frames of [24, 96]) {
      const bytes = await moving(512, frames, format);
      const image = new UnscreenedImage(bytes);
      const normalise = () => codec.normalise(image, { signal, frames: 'sample' });
      const before = process.resourceUsage().maxRSS;
      const measured = await cost(normalise, 3);
      rows.push({
        step: `normalise ${frames} frames of 512², ${format}, ${round(bytes.length / 1e6)} MB`,
        views: (await normalise()).views.length,
        ...measured,
        'MB more at most': round((process.resourceUsage().maxRSS - before) / 1024),
      });
    }
  }
  return rows;
}

/** A window that moves over a larger sample picture. */
async function moving(side: number, frames: number, format: 'webp' | 'gif') {
  const request = { prompt: 'a castle on a hill', negativePrompt: '', seed: 7 };
  const { bytes } = await renderSample({ ...request, width: side * 2, height: side * 2 });
  const parts: Buffer[] = [];
  for (let at = 0; at < frames; at += 1) {
    const place = Math.round((at * side) / frames);
    const window = { left: place, top: Math.floor(place / 2), width: side, height: side };
    parts.push(await sharp(bytes).extract(window).removeAlpha().raw().toBuffer());
  }
  const raw = { width: side, height: side * frames, channels: 3, pageHeight: side } as const;
  const roll = sharp(Buffer.concat(parts), { raw, limitInputPixels: false });
  return new Uint8Array(
    await (format === 'gif' ? roll.gif({ effort: 1 }) : roll.webp({ effort: 0 })).toBuffer(),
  );
}

async function steps(pictures: Awaited<ReturnType<typeof prepare>>[]) {
  const rows = [];
  for (const { side, png, jpeg, transparent } of pictures) {
    const normalised = await codec.normalise(new UnscreenedImage(png), { signal });
    rows.push(
      { step: `render a sample ${side}²`, ...(await cost(() => prepare(side))) },
      {
        step: `normalise PNG ${side}²`,
        ...(await cost(() => codec.normalise(new UnscreenedImage(png), { signal }))),
      },
      {
        step: `normalise JPEG ${side}²`,
        ...(await cost(() => codec.normalise(new UnscreenedImage(jpeg), { signal }))),
      },
      {
        step: `normalise transparent PNG ${side}²`,
        ...(await cost(() => codec.normalise(new UnscreenedImage(transparent), { signal }))),
      },
      { step: `blur ${side}²`, ...(await cost(() => codec.blur(normalised, { signal }))) },
    );
  }
  return rows;
}

/** The embedded moderators of pictures, from the bytes of the judged picture to the answer, without their process. */
async function judges() {
  const { judge } = await loadNsfwJudge();
  const list = join(mkdtempSync(join(tmpdir(), 'shoji-')), 'blocked.txt');
  writeFileSync(list, `shoji-image-1:${'0123456789abcdef'.repeat(4)}\n`);
  const blocked = blockedPictures({ file: list });
  const rows = [];
  for (const side of [512, 1024]) {
    const pictures = {
      harmless: (await prepare(side)).png,
      suspicious: new Uint8Array(
        await sharp(Buffer.from(renderSvg(0, side)))
          .removeAlpha()
          .png()
          .toBuffer(),
      ),
    };
    for (const [kind, png] of Object.entries(pictures)) {
      const judged = openJudged(await codec.normalise(new UnscreenedImage(png), { signal }));
      const again = (await judge(await decodeRgb(judged))).part !== undefined;
      rows.push({
        step: `embedded image moderator, ${side}², ${kind}`,
        'a second look': again,
        ...(await cost(async () => judge(await decodeRgb(judged)))),
      });
      if (kind === 'harmless')
        rows.push({
          step: `list of blocked pictures, ${side}²`,
          ...(await cost(() => blocked.moderate(judged, { signal }))),
        });
    }
  }
  return rows;
}

/** Four pictures at once with one and with two threads for each: the basis of the setting in pixels/sharp.ts. */
async function sideBySide() {
  const { png } = await prepare(1024);
  const four = () =>
    Promise.all([1, 2, 3, 4].map(() => codec.normalise(new UnscreenedImage(png), { signal })));
  const rows = [];
  for (const threads of [1, 2, 1, 2]) {
    sharp.concurrency(threads);
    rows.push({ step: `normalise four 1024² at once, ${threads} thread(s) each`, ...(await cost(four)) });
  }
  sharp.concurrency(1);
  return rows;
}

async function refusals() {
  const bomb = blankPng(20_000, 20_000);
  const tail = new Uint8Array([...blankPng(64, 64), ...deflateSync(new Uint8Array(1_000_000))]);
  const cases: [string, Uint8Array][] = [
    [`a bomb of 20,000² pixels in ${bomb.length} bytes`, bomb],
    ['40 MB of zeros', new Uint8Array(40_000_000)],
    ['half a picture', blankPng(4_000, 4_000, 2_000)],
    ['a picture with a tail', tail],
  ];
  const rows = [];
  for (const [name, bytes] of cases) {
    const image = new UnscreenedImage(new Uint8Array(bytes));
    const before = process.memoryUsage().rss;
    let answer = 'accepted';
    const measured = await cost(async () => {
      await codec.normalise(image, { signal }).catch((error: { code: string }) => {
        answer = error.code;
      });
    });
    rows.push({
      step: name,
      answer,
      ...measured,
      'MB grown': round((process.memoryUsage().rss - before) / 1e6),
    });
  }
  return rows;
}

async function cost(run: () => Promise<unknown>, runs = RUNS) {
  await run();
  const wall: number[] = [];
  const before = process.cpuUsage();
  for (let at = 0; at < runs; at += 1) {
    const start = performance.now();
    await run();
    wall.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  wall.sort((a, b) => a - b);
  return {
    'median ms': round(wall[Math.floor(runs / 2)] ?? Number.NaN),
    'CPU ms': round((user + system) / 1000 / runs),
  };
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
