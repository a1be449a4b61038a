import { report } from '../../../packages/embedded/src/image/moderator.ts';
import type { NsfwJudge } from '../../../packages/embedded/src/image/nsfw-judge.ts';
import { loadNsfwModel } from '../../../packages/embedded/src/image/nsfw-model.ts';
import { RENDER_COUNT, renderSvg } from '../../../packages/embedded/src/image/renders.test-helper.ts';
import { explicit } from '../../../packages/embedded/src/image/scores.ts';
import { WINDOWS } from '../../../packages/embedded/src/image/windows.ts';
import { sharp } from '../../../packages/pixels/src/sharp.ts';
import { judgedPixels } from './lists.ts';

type Picture = ReturnType<typeof sharp>;

const CHANGES: Record<
  string,
  (picture: Picture, width: number, height: number) => Picture | Promise<Picture>
> = {
  'JPEG, quality 60': async (picture) => sharp(await picture.jpeg({ quality: 60 }).toBuffer()),
  'WebP, quality 60': async (picture) => sharp(await picture.webp({ quality: 60 }).toBuffer()),
  '16 colours': async (picture) => sharp(await picture.png({ colours: 16 }).toBuffer()),
  grey: async (picture) => sharp(await picture.greyscale().png().toBuffer()),
  'half the size': (picture, width) => picture.resize(Math.max(64, Math.round(width / 2))),
  'crop of 5 %': (picture, width, height) =>
    picture.extract({
      left: Math.round(width * 0.025),
      top: Math.round(height * 0.025),
      width: Math.max(1, Math.round(width * 0.95)),
      height: Math.max(1, Math.round(height * 0.95)),
    }),
  'turned by 5°': (picture) => picture.rotate(5, { background: '#808080' }),
  'turned by 90°': (picture) => picture.rotate(90),
  mirrored: (picture) => picture.flop(),
  noise: async (picture, width, height) => sharp(await noisy(picture, width, height)),
};

/** Changes pictures that MobileNetV2 scores highest, and the renders, and prints how far the scores move. */
export async function stability(
  judge: NsfwJudge,
  files: readonly { readonly name: string; bytes(): Uint8Array }[],
  count: number,
): Promise<void> {
  const single = await loadNsfwModel('imageModel', WINDOWS);
  const scoresOf = async (bytes: Uint8Array) => {
    const [pixels] = await judgedPixels(bytes);
    if (pixels === undefined) throw new Error('A picture has no pixels.');
    const { findings } = report(await judge.judge(pixels), 0);
    return {
      before: explicit((await single(pixels, 224)).whole),
      after: findings.find(({ category }) => category === 'sexual')?.score ?? 0,
    };
  };
  const pictures: { bytes: Uint8Array; score: number }[] = [];
  // Every twelfth is enough to find some that are scored high.
  for (const { bytes } of files.filter((_, at) => at % 12 === 0)) {
    const [pixels, ...others] = await judgedPixels(bytes()).catch(() => []);
    if (pixels === undefined || others.length > 0) continue;
    pictures.push({ bytes: bytes(), score: explicit((await single(pixels, 224)).whole) });
  }
  const chosen = pictures.sort((a, b) => b.score - a.score).slice(0, count);
  for (let at = 0; at < RENDER_COUNT; at += 1)
    chosen.push({
      bytes: await sharp(Buffer.from(renderSvg(at, 768)))
        .removeAlpha()
        .png()
        .toBuffer(),
      score: 1,
    });

  const rows = new Map<string, { before: number[]; after: number[]; flips: number; flipsAfter: number }>();
  for (const { bytes } of chosen) {
    const flat = await sharp(bytes)
      .flatten({ background: '#fff' })
      .resize(1024, 1024, { fit: 'inside', withoutEnlargement: true })
      .png()
      .toBuffer();
    const { width, height } = await sharp(flat).metadata();
    const original = await scoresOf(flat);
    for (const [name, change] of Object.entries(CHANGES)) {
      const changed = await scoresOf(await (await change(sharp(flat), width, height)).png().toBuffer());
      const row = rows.get(name) ?? { before: [], after: [], flips: 0, flipsAfter: 0 };
      rows.set(name, row);
      row.before.push(Math.abs(changed.before - original.before));
      row.after.push(Math.abs(changed.after - original.after));
      row.flips += changed.before >= 0.5 !== original.before >= 0.5 ? 1 : 0;
      row.flipsAfter += changed.after >= 0.5 !== original.after >= 0.5 ? 1 : 0;
    }
  }
  console.log(`${chosen.length} pictures, ${RENDER_COUNT} of them renders. "Before" is MobileNetV2 alone.`);
  console.table(
    [...rows].map(([change, { before, after, flips, flipsAfter }]) => ({
      change,
      'mean change, before': mean(before),
      'mean change': mean(after),
      'largest, before': Number(Math.max(...before).toFixed(3)),
      largest: Number(Math.max(...after).toFixed(3)),
      'other side of 0.5, before': flips,
      'other side of 0.5': flipsAfter,
    })),
  );
}

async function noisy(picture: Picture, width: number, height: number): Promise<Buffer> {
  const data = await picture.removeAlpha().toColourspace('srgb').raw().toBuffer();
  let state = 7;
  for (let at = 0; at < data.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    data[at] = Math.max(0, Math.min(255, (data[at] ?? 0) + ((state >>> 27) - 16) / 2));
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

function mean(values: readonly number[]): number {
  return Number((values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3));
}
