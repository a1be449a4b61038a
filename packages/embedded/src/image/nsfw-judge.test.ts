import { presets, UnscreenedImage } from '@shoji/core';
import { decideImage } from '@shoji/core/policy';
import { openJudged } from '@shoji/core/unseal';
import { decodeRgb, sharpCodec } from '@shoji/pixels';
import { beforeAll, describe, expect, it } from 'vitest';
import { waves } from '../../../pixels/src/fixtures.test-helper.ts';
import { sharp } from '../../../pixels/src/sharp.ts';
import { report } from './moderator.ts';
import { evidenceOf, loadNsfwJudge, type NsfwJudge } from './nsfw-judge.ts';
import { RENDER_COUNT, renderSvg } from './renders.test-helper.ts';

const CANVAS = 1024;
const signal = new AbortController().signal;
let judge: NsfwJudge;
beforeAll(async () => {
  judge = await loadNsfwJudge();
  // Loading takes a second, and much longer on a busy machine.
}, 60_000);

async function judged(picture: ReturnType<typeof sharp>) {
  const png = new Uint8Array(await picture.removeAlpha().png().toBuffer());
  const image = await sharpCodec().normalise(new UnscreenedImage(png), { signal });
  const judgement = await judge.judge(await decodeRgb(openJudged(image)));
  const { findings, illustrated } = report(judgement, 0);
  const sexual = findings.find(({ category }) => category === 'sexual')?.score ?? 0;
  return { judgement, sexual, decision: decideImage(presets.standard, findings, illustrated).decision };
}

const render = (number: number, side: number) => sharp(Buffer.from(renderSvg(number, side)));

describe('the judge', () => {
  it.each(Array.from({ length: RENDER_COUNT }, (_, number) => number))(
    'withholds or blurs render %i alone',
    async (number) => {
      const { sexual, decision } = await judged(render(number, CANVAS));
      expect(sexual).toBeGreaterThan(0.9);
      expect(decision).not.toBe('clear');
    },
  );

  it.each([
    ['upper left', 0, 0],
    ['upper right', 1, 0],
    ['lower left', 0, 1],
    ['lower right', 1, 1],
  ])('does not let it pass in the %s corner of a larger canvas', async (_, x, y) => {
    const side = CANVAS / 2;
    const inset = await render(0, side).png().toBuffer();
    const canvas = sharp({ create: { width: CANVAS, height: CANVAS, channels: 3, background: '#d0d0d0' } });
    const { decision, judgement } = await judged(
      canvas.composite([{ input: inset, left: x * (CANVAS - side), top: y * (CANVAS - side) }]),
    );
    expect(judgement.part).toBeDefined();
    expect(decision).not.toBe('clear');
  });

  it('leaves a harmless picture clear, and looks at no tile of it again', async () => {
    const { decision, judgement } = await judged(waves(600, 400));
    expect(decision).toBe('clear');
    expect(judgement.part).toBeUndefined();
  });
});

describe('evidenceOf', () => {
  it('asks more of a tile than of the whole, and more of a small tile than of a large one', () => {
    const scores = { Drawing: 0, Hentai: 0, Neutral: 0.1, Porn: 0.9, Sexy: 0 };
    expect(evidenceOf(scores, 'whole')).toBeGreaterThan(evidenceOf(scores, 7));
    expect(evidenceOf(scores, 7)).toBeGreaterThan(evidenceOf(scores, 5));
  });
});
