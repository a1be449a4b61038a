import { presets } from '@shoji/core';
import { decideImage } from '@shoji/core/policy';
import { report } from '../../../packages/embedded/src/image/moderator.ts';
import type { NsfwJudge } from '../../../packages/embedded/src/image/nsfw-judge.ts';
import { loadNsfwModel } from '../../../packages/embedded/src/image/nsfw-model.ts';
import { RENDER_COUNT, renderSvg } from '../../../packages/embedded/src/image/renders.test-helper.ts';
import { explicit } from '../../../packages/embedded/src/image/scores.ts';
import { WINDOWS } from '../../../packages/embedded/src/image/windows.ts';
import { sharp } from '../../../packages/pixels/src/sharp.ts';
import { judgedPixels } from './lists.ts';

const CANVAS = 1024;
const SIDES = [720, 512, 410, 300];

interface File {
  readonly name: string;
  bytes(): Uint8Array;
}

/**
 * Puts renders, and the pictures of the folder that the judge itself scores highest, into the four corners of a canvas:
 * on grey, and on two pictures of the folder. Prints how many are not clear under the standard preset.
 */
export async function corners(judge: NsfwJudge, files: readonly File[], count: number): Promise<void> {
  const single = await loadNsfwModel('imageModel', WINDOWS);
  const insets = await Promise.all(
    Array.from({ length: RENDER_COUNT }, async (_, at) => ({
      name: `render ${at + 1}`,
      bytes: await png(renderSvg(at, CANVAS)),
    })),
  );
  insets.push(...(await strongest(judge, files, count)));
  const backgrounds = [
    await sharp({ create: { width: CANVAS, height: CANVAS, channels: 3, background: '#d0d0d0' } })
      .png()
      .toBuffer(),
    ...(await Promise.all(
      files
        .filter(({ name }) => /wallpapers?.*\.(?:png|jpg)$/.test(name))
        .slice(0, 2)
        .map(asBackground),
    )),
  ];
  const rows = [];
  for (const { name, bytes } of insets) {
    const { isClear: _, ...alone } = await scoresOf(bytes);
    const row: Record<string, string | number> = { inset: name, ...alone };
    for (const side of SIDES) {
      let [before, after, all] = [0, 0, 0];
      for (const background of backgrounds) {
        for (const [left, top] of [
          [0, 0],
          [CANVAS - side, 0],
          [0, CANVAS - side],
          [CANVAS - side, CANVAS - side],
        ] as const) {
          const inset = await sharp(bytes).resize(side, side, { fit: 'fill' }).png().toBuffer();
          const canvas = await sharp(background)
            .composite([{ input: inset, left, top }])
            .png()
            .toBuffer();
          const scores = await scoresOf(canvas);
          all += 1;
          before += scores.before >= 0.5 ? 1 : 0;
          after += scores.isClear ? 0 : 1;
        }
      }
      row[`${side} px, before`] = `${before} of ${all}`;
      row[`${side} px`] = `${after} of ${all}`;
    }
    rows.push(row);
  }
  console.table(rows);

  async function scoresOf(bytes: Uint8Array) {
    const [pixels] = await judgedPixels(bytes);
    if (pixels === undefined) throw new Error('A picture has no pixels.');
    const { findings, illustrated } = report(await judge.judge(pixels), 0);
    const alone = findings.find(({ category }) => category === 'sexual')?.score ?? 0;
    return {
      before: Number(explicit((await single(pixels, 224)).whole).toFixed(3)),
      score: Number(alone.toFixed(3)),
      isClear: decideImage(presets.standard, findings, illustrated).decision === 'clear',
    };
  }
}

async function strongest(judge: NsfwJudge, files: readonly File[], count: number) {
  const found: { name: string; bytes: Uint8Array; score: number }[] = [];
  for (const { name, bytes } of files.slice(0, count * 60)) {
    const [pixels, ...others] = await judgedPixels(bytes()).catch(() => []);
    if (pixels === undefined || others.length > 0) continue;
    found.push({ name, bytes: bytes(), score: explicit((await judge.measure(pixels)).whole) });
  }
  return found.sort((a, b) => b.score - a.score).slice(0, count);
}

async function png(svg: string): Promise<Uint8Array> {
  return sharp(Buffer.from(svg)).removeAlpha().png().toBuffer();
}

function asBackground({ bytes }: File): Promise<Buffer> {
  return sharp(bytes())
    .flatten({ background: '#fff' })
    .resize(CANVAS, CANVAS, { fit: 'cover' })
    .png()
    .toBuffer();
}
